"""What people are called: short forms of given names, and which spellings are one name.

The tables are written for this project. An entry of ``_SHORT`` is a full name and its short forms;
behind ``|`` stand forms that are names of their own by now (Jack for John), so that they only
make it possible that one person is meant. An entry of ``_LOOSE`` holds names that sound or look
alike (John and Jon), or one name in several languages: the same person may be meant, or not.
"""

import re
from functools import cache

_SHORT = """
aaron: ron ronny | erin; abdul: | abdu; abigail: abby abbie gail; abraham: abe bram | ibrahim;
adam: ad; adelaide: addie | heidi; agnes: aggie; albert: al bert bertie albie; alberto: beto;
aleksandar: aca sasha aleks; aleksandr: sasha sacha alex aleks shura sanya;
alexander: alex alec alek sandy xander al lex sasha sacha zander alexi | alistair;
alexandra: alex sandra sandy lexi alexa ali sasha sacha; alexandria: alex lexi;
alexandre: alex sacha; alexandros: alekos alex; alfred: alf fred alfie freddie al;
alfredo: fredo | fred; alice: ali allie; alison: ali allie; allison: ali allie;
alejandro: alex ale jandro; alejandra: alex ale; aleksei: alyosha lyosha;
alexei: alyosha lyosha alex; amanda: mandy; anastasia: nastya ana stacy; anatoly: tolya;
andrea: andy andi; andreas: andi andy; andrei: andriusha andrey; andrew: andy drew;
andrzej: jedrek; angela: angie; angelina: angie lina; ann: | annie nan nancy;
anne: annie | nancy nan; anna: annie anya ania anka | hannah nancy; annemarie: anne;
anthony: tony ant anto; antoine: toine; anton: toni tonda; antonio: tony toni tono nino;
antonia: toni tonia; antonius: ton anton toon; archibald: archie baldie; arnold: arnie arne;
arthur: art artie; augustus: gus augie; augustine: gus gussie;
barbara: barb babs barbie bobbie basia; bartholomew: bart barry; beatrice: bea trixie;
beatriz: bia bea; benedict: ben ned; benjamin: ben benny benji bennie benj;
bernard: bernie bern barney; bernardo: nardo; bernhard: bernd; bertram: bert; beverly: bev;
bogdan: bodya; bradford: brad; bradley: brad; brandon: bran; brenda: bren; brendan: bren;
bridget: biddy bridie bridge; bronislaw: bronek; byron: by; calvin: cal; cameron: cam;
camille: cami; carlos: carlitos; carol: | carrie caz; caroline: carrie caro caz carol;
carolyn: carrie carol lyn; caspar: cas; cassandra: cass cassie sandra;
catherine: cathy kate cat katie cath kitty cate cathie kathy katy; cecilia: cissy celia ceci;
charles: charlie chuck chas chip charley chaz | carl; charlotte: charlie lottie lotte char;
chester: chet; cheryl: cher; chinedu: nedu; christian: chris; christiane: chris;
christina: chris tina chrissy christie; christine: chris chrissy tina christie; christoph: chris;
christophe: chris; christopher: chris kit topher kris; clarence: clancy; clifford: cliff;
clinton: clint; constance: connie; consuelo: chelo; cornelius: con connie neil cor kees;
courtney: court; cristina: cris tina; curtis: curt; cynthia: cindy cyndi;
daniel: dan danny dani | dane; daniela: dani; danielle: dani; darrell: darry;
david: dave davey davy dai; deborah: deb debbie debby debra; delores: lola; dennis: den denny;
desmond: des; diana: di | diane; diane: di; dimitrios: dimitris mimis takis; dirk: | diederik;
dmitri: dima mitya dimitri; dolores: lola dolly; dominic: dom nic; dominique: dom nique;
donald: don donny donnie; dorothea: dora thea dorothee; dorothy: dot dotty dottie dolly dodie;
douglas: doug dougie; duncan: dunc; dwight: ike; earl: | earle; ebenezer: eben; eduard: edi edik;
eduardo: edu eddie lalo; edgar: ed eddie; edith: edie; edmund: ed ned eddie ted; eduardus: ed;
edward: ed eddie ted ned teddy eddy; edwin: ed eddie win ned; ekaterina: katya kate;
eleanor: ellie nell nora elle nellie | ella lena; elena: lena nelly; elijah: eli;
elisabeth: lisa lise elise liesl bettina sissi lisbeth beth liz;
elizabeth: liz beth lizzie eliza betsy bess betty bette libby lizzy lilibet liza |
lisa elsie elise isabel ella;
ellen: ellie nell; emanuel: manny; emily: em emmy | emma; emmanuel: manny manu;
enrique: quique kike; eric: rick ricky; erin: | aaron; ernest: ernie; ernesto: neto tito;
esperanza: espe; esther: essie hettie; estelle: stella; ethel: | ethelred; eugene: gene;
eugenia: genie; evangelos: vangelis; evelyn: evie eve; ezekiel: zeke; fatima: | fatma;
federico: fede fred; felicity: flick fliss; felipe: | phil; fernando: nando fer;
florence: flo florrie flossie; frances: fran frankie franny francie fanny;
francesca: fran frankie chesca cesca; francesco: franco cecco; francis: frank frankie fran;
francisca: paca paqui; francisco: paco pancho kiko fran curro cisco frank;
franklin: frank frankie; franz: | frank; frederic: fred;
frederick: fred freddie freddy rick fritz; frederik: fred frits; fredrick: fred freddie rick;
friedrich: fritz fred; fyodor: fedya; gabriel: gabe gabi; gabriela: gabi gaby;
gabrielle: gabby gabi elle; garrett: gary; gavin: gav; gennady: gena; genevieve: gen;
geoffrey: geoff; georg: schorsch; george: geo | georgie; georgia: georgie;
georgina: georgie gina; georgios: giorgos yorgos yiorgos george; gerald: gerry jerry ged;
geraldine: gerry; gerard: gerry ged jerry ger; gerhard: gerd; gertrude: gertie trudy;
gilbert: gil bert; giovanni: gianni vanni nanni; giuseppe: beppe peppe pino; giuseppina: pina;
gloria: glo; gordon: gord gordy; graham: gra; grazyna: | grace; gregor: greg;
gregorio: goyo greg; gregory: greg gregg; grigory: grisha; griselda: zelda;
grzegorz: grzesiek greg; guadalupe: lupe lupita; guillermo: memo guille; gustavo: gus tavo;
gwendolyn: gwen wendy; gwyneth: gwyn; hannah: | annie; hans: | johannes johann;
harold: hal harry; harriet: hattie harry; harrison: | harry; harvey: harv; heather: hev;
hector: | tito; heinrich: heinz heini hein; helen: nell ellie nellie | lena; helena: lena nell;
helene: lena leni; hendrik: henk hein rik; henri: | riton; henrietta: hettie etta hattie;
henry: hank hal | harry; herbert: herb bert herbie; herman: | harm; hermann: | hermi;
hilary: hil; hilda: | hildy; hildegard: hilde hilda; horace: | horry; howard: howie;
hubert: hugh bert hubie; hugh: hughie; ignacio: nacho; ignatius: iggy; igor: | ihor;
imogen: immy; ingeborg: inge; irene: rene rena; irina: ira; isaac: ike zak;
isabel: bel izzy isa belle; isabella: bella izzy isa belle; isabelle: belle izzy isa;
isidore: izzy; israel: izzy; ivan: vanya; jackson: jack jax; jacob: jake jack jay | cobus jakob;
jacobus: jaap ko jacob; jacqueline: jackie jacqui jacky; jaime: | jimmy; jakob: | kobi;
james: jim jimmy jamie jem jimmie jay; janet: jan jannie | jane; janice: jan; janusz: | jan;
jason: jay jase; jasper: jas; javier: javi; jean: | jeannie; jeanette: jean jan netty;
jeffery: jeff; jeffrey: jeff; jefferson: jeff; jennifer: jen jenny jenn jennie;
jeremiah: jerry jem; jeremy: jem jerry jez; jerome: jerry; jerrold: jerry; jerzy: jurek;
jessica: jess jessie; jesus: chuy chucho suso; jill: | gill; joan: joanie; joana: jo;
joanna: jo joasia; joanne: jo; joao: joaozinho; joaquin: quino chimo; jodie: jo; johann: | hans;
johannes: hans jan johan jo hannes joop johann;
john: johnny johnnie | jack jock ian sean jon evan johnie jan;
jonathan: jon jonny johnny jono nathan jonty; jordan: jordy; jorge: | george coque; joris: | jos;
jose: pepe pepito che zeca | joe; josef: sepp pepi beppo; joseph: joe joey jo;
josephine: jo josie posy josefa; joshua: josh; josiah: joe; joyce: | joy; juan: juanito;
juanita: nita; jozef: jozek jef; judith: judy judi jude; julia: jules julie yulka; julian: jules;
juliana: jules; julie: jules; justin: jus; karen: kaz; karl: | kalle; karoline: line;
katarina: kata kati; katarzyna: kasia; katharina: kathi kati katja kate;
katharine: kate kathy katie kay kitty kit kat;
katherine: kate kathy katie kat kathie katy kitty kay kit kath cathy;
kathleen: kathy kath katie kate kay kathi; kathryn: kate kathy katie kat kath katy;
kenneth: ken kenny; kevin: kev; khalil: | kahlil; kimberly: kim kimmy; kimberley: kim;
konstantin: kostya kosta; konstantinos: kostas dinos costas; konstantinas: kostas; kristin: kris;
kristina: kris tina; kristine: kris; krzysztof: krzysiek chris; kyriakos: | koulis;
ladislav: lada; larisa: lara; laura: laurie; laurence: larry laurie loz; laurent: | lolo;
lawrence: larry laurie lawrie lon loren; leah: lee; lee: | leroy; leila: | layla; leland: lee;
leo: | leon; leon: | leo; leonard: len lenny leo | leon; leonardo: leo nardo; leonid: lyonya;
leopold: leo poldi; leroy: roy lee; leslie: les; lesley: les; leticia: lety; lewis: lew lou;
liam: | william; lillian: lil lilly lily; lincoln: linc; linda: lin lindy; lionel: leo;
lloyd: loy; lorenzo: renzo enzo; lorraine: lori lorrie rainey; louis: lou louie;
louise: lou lulu; lucas: luke; lucia: lucy; lucille: lucy lou; lucinda: lucy cindy; lucy: lu;
luis: lucho; ludmila: lyuda lida; lydia: liddy; lyubov: lyuba; mackenzie: mac kenzie;
madeleine: maddy maddie; madeline: maddy maddie; magdalena: magda lena; malcolm: mal malc;
manuel: manny manolo manu lolo manel; marcus: marc mark;
margaret: maggie meg peggy marge margie madge peg rita greta meggie | daisy mags megan margo;
margareta: greta marga; margarita: rita margo marga; marguerite: margot rita;
maria: mia marie mitzi masha | mary; mariana: | mari; marian: mary; marianne: | mary;
marilyn: mary lyn; mariya: masha; marjorie: marge margie; mark: | marcus marc; marlene: marla;
marshall: marsh; martha: marty patty; martin: marty mart; martina: tina marty;
mary: mae mamie may minnie | molly polly maria marie maura maureen; mathew: mat matt;
mathias: mat matt; mathieu: mat math; matilda: tilly tilda mattie; matthew: matt matty mat;
matthias: matt matze hias; maureen: mo; maurice: mo maury morrie; maximilian: max; maxwell: max;
maxine: max; megan: meg; melanie: mel; melinda: mel mindy; melissa: mel missy lissa; melvin: mel;
mercedes: merche; michael: mike mick mickey micky mikey mitch mischa micah | misha;
michaela: mickey kayla; michail: michalis mihalis misha; michel: | mimi;
michelle: shelly chelle mickey; miguel: mike micky; mikhail: misha mishka mike; mildred: millie;
millicent: millie; milton: milt; miriam: mim mimi; mitchell: mitch; moises: moi;
mohammed: mo moe; monica: mon; montgomery: monty; morgan: mo; morris: mo moe;
mordechai: motti moti; moses: moe mo moshe; myron: ron; nadezhda: nadia nadya; nancy: nan;
natalia: natasha tasha nat talia; natalie: nat natty; natasha: tasha nat; nathan: nat nate;
nathaniel: nat nate nathan; neil: | cornelius; nelson: nels;
nicholas: nick nicky nico colin klaus nic; nicola: nicky nikki nic; nicolas: nico nick nic;
nicole: nicky nikki nic coley; nikolai: kolya nick; nikolaos: nikos nick;
nikolaus: klaus niki niko; norbert: bert; norman: norm; octavio: | tavo; olga: olya;
oleksandr: sasha; oliver: ollie oli noll; olivia: liv livvy ollie; oscar: ozzie;
oswald: ozzie oz; pamela: pam; panagiotis: panos takis; pascual: paco;
patricia: pat patty patti tricia trish patsy trisha; patrick: pat paddy rick patsy;
patrizia: | pat; paul: | pauly; paula: | polly; pauline: | polly; pavel: pasha; pearl: | peggy;
penelope: penny; percival: percy; peter: pete petey; petra: | pet; petros: | peter;
petrus: piet pieter; philip: phil pip; phillip: phil pip; philippa: pippa pip; phoebe: | fee;
phyllis: phil phyl; pierre: | pierrot; pieter: piet; piotr: piotrek; preston: pres;
priscilla: cilla prissy; prudence: pru; przemyslaw: przemek; quentin: | quint; rachel: rach rae;
rafael: rafa rafi rafe rafi; ralph: | rafe; ramon: moncho; randall: randy;
randolph: randy rand dolph; raphael: rafe rafi raf; raymond: ray; rebecca: becky becca bec;
reginald: reg reggie; renato: nato; reynaldo: rey; rhonda: ron; ricardo: rick ricky richie kaka;
richard: rick dick rich ricky richie dickie rik | dickon;
robert: bob rob bobby robbie bert robby bobbie | robin rupert; roberta: bobbie robbie;
roberto: beto robert bob; robin: rob; robyn: rob; roderick: rod roddy rick; rodney: rod;
rodolfo: rudy fofo; rodrigo: rodri; roger: rog rodge; roland: rollie rolly;
ronald: ron ronnie ronny; ronaldo: ron; rosa: rosita; rosalind: ros roz; rosamund: ros roz;
rosario: charo; rose: rosie; rosemary: rose rosie romy; rowena: ro; roxanne: roxy; royston: roy;
rudolph: rudy dolph rolf; rudolf: rudi rolf rudy; rupert: | robert; russell: russ rusty;
ruth: ruthie; ryszard: rysiek; salvador: salva chava sal; salvatore: sal toto turi;
samantha: sam sammy; samson: sam; samuel: sam sammy; sandra: sandy;
santiago: santi chago | diego; sara: | sally; sarah: sally sadie; saul: | solly;
sean: | shane john; sebastian: seb basti bas bastian; sebastien: seb; sergei: seryozha serge;
sergio: checo; seymour: sy; sharon: shaz shari; shirley: shirl; sidney: sid;
siegfried: sigi siggi; sigmund: ziggy; silvester: sly; silvia: | sylvie; simeon: sim; simon: si;
socorro: coco; solomon: sol solly; sophia: sophie; spyridon: spyros; stanislav: stas stan;
stanislaw: staszek stan; stanley: stan; stavros: | steve; stefan: | steve stef; stefania: stef;
stephanie: steph stef stevie; stephen: steve stevie steph ste; steven: steve stevie;
stewart: stew stu; stuart: stu stew; susan: sue suzy susie suzie sukie | suzanne; susana: susi;
susanna: sue susie; susannah: sue susie sukie; suzanne: sue suzy suzie; svetlana: sveta lana;
sydney: syd; sylvester: sly; sylvia: syl; tabitha: tabby; tamara: tammy toma;
tatiana: tanya tania; tatyana: tanya tania; terence: terry tel;
teresa: terry tess tessa terri tere; terrance: terry; terrence: terry; thaddeus: thad tad;
thea: | dorothea; thelma: | tel; theodor: theo teddy; theodora: dora thea theo;
theodore: ted theo teddy tad; theodoros: thodoris theo; theresa: terry tess tessa terri tracy;
therese: tess; thomas: tom tommy thom tam; tiffany: tiff; timothy: tim timmy; tobias: toby tobi;
tomas: tom tomi; tommaso: maso tom; toni: | tony; tracy: trace; trevor: trev; tyler: ty;
tyrone: ty; ulrich: uli ueli; ulrike: uli rike; urban: | urbi; ursula: uschi ulla ulli;
valentin: valya val; valentina: valya tina vale; valerie: val; vanessa: nessa; vasily: vasya;
vasilios: vasilis vassilis billy bill; vernon: vern; veronica: ronnie roni vera nica;
vicente: chente; victor: vic vick; victoria: vicky vicki tori vikki; viktor: vitya vik;
vincent: vince vin vinny vinnie; vincenzo: enzo vinnie cenzo; viola: | vi; violet: vi;
virginia: ginny ginger gina; vivian: viv; vivien: viv; vladimir: volodya vova vlad;
vladislav: vlad slava; volodymyr: vova volodya; vyacheslav: slava; wallace: wally;
walter: walt wally wat; warren: woz; wendell: | wen; wesley: wes; wilfred: wilf fred;
wilhelm: willi willy helmut | wim; wilhelmina: mina minnie willa wilma; willem: wim pim;
william: bill will billy willy willie wil liam bil; wojciech: wojtek; wolfgang: wolf wolfi;
woodrow: woody; xavier: xavi zav; yakov: yasha; yaroslav: slava yarik; yekaterina: katya;
yelena: lena; yevgeny: zhenya; yevgenia: zhenya; yuri: yura; yves: | yvon; yvonne: | eve;
zachariah: zach zak; zachary: zach zack zak zac; zbigniew: zbyszek; zdzislaw: zdzich;
zuzana: zuzka;
"""

_LOOSE = """
john jon; marc mark marcus; sara sarah zara; brian bryan;
steven stephen steffen stefan esteban etienne; geoffrey jeffrey jeffery; geoff jeff;
catherine katherine kathryn katharine cathryn catharine ekaterina yekaterina katarina katarzyna;
cathy kathy; ann anne anna; alan allan allen; eric erik; philip phillip phil;
teresa theresa therese; elizabeth elisabeth; isabel isobel isabelle isabella; lesley leslie;
neil neal niall; marian marion; christine kristine christina kristina; chris kris;
nicholas nicolas nikolas nikolai nicolai; lawrence laurence; stewart stuart;
frederick frederic fredric fredrick; jacob jakob; joseph josef jose giuseppe;
michael mikael michel miguel mikhail; peter pieter petr piotr pedro; paul pavel pablo;
george jorge georg georgios yuri; henry henri heinrich enrique;
william willem wilhelm guillermo guillaume; matthew mathew mathieu matthieu;
anthony antony anton antonio; susan suzan susanne suzanne; deborah debra; rebecca rebekah;
rachel rachael; hannah hanna; helen helene helena elena; yulia julia iulia giulia; julie juli;
vladimir volodymyr; sergei serhiy; alexander aleksandr oleksandr alejandro alessandro alexandre;
dmitri dmytro; mikhail mykhailo; nikolai mykola; oleg oleh; yevgeny evgeny eugene;
andrew andrei andrey andriy andre andreas; lindsay lindsey; ian iain; sean shaun shawn;
kelly kelley; tracy tracey; carl karl; craig kraig; curtis kurtis; dennis denis; darren darrin;
derek derrick; gary garry; graham graeme; greg gregg; jared jarrod;
john juan johann jean giovanni; jonathan johnathan jonathon; karen karin; kirsten kirstin;
louis lewis luis; lynn lynne; maurice morris; muriel meriel; phillipa philippa; raymond ramon;
robert roberto; ronald ronaldo; sandra zandra; sophie sofie; sophia sofia; thomas tomas;
tony toni; victor viktor; vivian vivien vivienne; zachary zackary zachery;
"""


# Further well-known names: none of them is a slip of the pen for another, or short for it.
_OWN = """
ada adele aisha alan alba alberta aldo alec alfonso alice alma alva amal amara amber amina amir
amos amy ana anders andre angel angus anita ann ansel anya april arjun arlo armand arno arthur
arturo arun asa asha ava avi axel aya basil beau bela ben bianca bill bina birgit blake blanca bob
boris boyd brett brian brice brigitte britt bruce bruno burt caleb cara carla carlo carlota carmen
carol cary cecil cesar chad chase chen chloe clair claire clara clark claude claudia clay clemens
clement cliff clive cody cole colin cora corey craig dale damian damon dana dane dante daphne
daria dario dawn dean della denise derek dermot devin dexter diego dieter dina dirk dora dorian
doris drew duke dustin earl eden edna edwina eileen elaine eli eliot ella elsa elsie elvira emil
emilia emilio emma eno enzo erica erik erika erwin esra ethan eva evan eve ezra faith fay felix
fern fidel fiona flora floyd ford fritz gail gary gene georg gerda gina glen glenn gloria grace
grant greta gus guy gwen hal hanna hans harper harry haruki heidi heike helga heloise herta hilda
holly hope hugo ian ida ilse imran ina ines inga ingrid ira iris irma isa isaac isla ismail ivan
ivana ivor ivy jack jade jan jana jane jared jasmine jax jay jed jens jesse jill jim joan joana
job jodi joel johan jon jordi josefa josue joy joyce juan juana judas jude judy julius june jung
jurgen kai kara karim karl kate katja kay keith kemal ken kent kira kirk klaus kofi kurt kyle lana
lance lane lara lars lea leah lee leif leila lena lennart leo leon leona levi lewis lia liam lila
lilian lily lina linda lisa liv liza lois lola lora lorena lori lotte lou louisa luca luigi luis
luisa luka luke luna luz lydia lyle lynn mabel mae maia malik manfred mani mara marc marcel
marcela marcia marco mari mario marion marisa marisol marius marjan mark marlon marta marten
marvin masha mason matteo maud mavis max may maya mei mercy merle mia mila milan milena milo mina
ming minna mira moira mona muriel myra nadia nan naomi nash nasir neal ned neil nell nico niels
nigel nils nina noah noel nola nora norma nur olaf olga oona opal oren orla oscar otto owen pablo
page paige paolo pat paula paz pearl pedro penny perry petra pia pierce pilar pius quinn raj ralph
ramiro rana raul ravi ray regina reid reinhard remy rena rene reta rex rhea rhys rita ritchie rob
roberta rocco rod rolf roma roman rome ron rory rosa ross roy ruby rudy rufus ruth ryan sabine
sabrina sadia sage said sal salim sally sam samir sana sandra sanjay saul scott sean selma serena
seth shane shay sheila sian sigrid silas silvio simone skye sofia sonia sonja stan stella sue
sunil susan sven sybil tad tamar tao tara tariq tate tatum ted teo tess thea thor tia tim tina
todd tom tony tory tove troy trudy ty ulf uma una ursula uta uwe vadim val vera vida viggo vito
wade wanda ward wayne wei wendy werner wilma win wolf xena yan yara yasmin ying yoko yolanda yosef
yuki yusuf yves zara zelda zia zoe zora
"""


def _entries(table: str) -> list[str]:
    return [entry for entry in map(str.strip, table.split(";")) if entry]


@cache
def _tables() -> tuple[dict[str, frozenset[str]], dict[str, frozenset[str]]]:
    sure: dict[str, set[str]] = {}
    loose: dict[str, set[str]] = {}
    for line in _entries(_SHORT):
        full, _, forms = line.partition(":")
        short, _, own = forms.partition("|")
        for form in short.split():
            sure.setdefault(form, set()).add(full)
        for form in own.split():
            loose.setdefault(form, set()).add(full)
    for number, line in enumerate(_entries(_LOOSE)):
        for name in line.split():
            loose.setdefault(name, set()).add(f"~{number}")
    return tuple({form: frozenset(full) for form, full in table.items()} for table in (sure, loose))  # type: ignore[return-value] # two tables in, two out


def full_names(form: str) -> frozenset[str]:
    """The full names that a folded given name is surely short for; empty where it is none."""
    return _tables()[0].get(form, frozenset())


def kin(form: str) -> frozenset[str]:
    """Full names that a given name may stand for, and the groups of like names it belongs to."""
    return _tables()[1].get(form, frozenset()) | full_names(form) | {form}


@cache
def _all() -> frozenset[str]:
    return frozenset(re.findall(r"[a-z]+", _SHORT + _LOOSE + _OWN))


def known_given(form: str) -> bool:
    """Whether a folded given name stands in these tables, as a full name or a short one."""
    return form in _all()
