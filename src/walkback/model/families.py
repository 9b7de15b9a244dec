"""Well-known family names: where one stands a letter from another, that is another family.

The table is written for this project. It decides nothing by itself: a name that stands here is
never taken for a slip of the pen, and common ones are not settled by a register of few people.
"""

from functools import cache

# Borne by so many that a register with one of them proves little.
_COMMON = """
smith johnson williams brown jones garcia miller davis rodriguez martinez hernandez lopez
gonzalez wilson anderson thomas taylor moore jackson martin lee perez thompson white harris
sanchez clark ramirez lewis robinson walker young allen king wright scott torres nguyen hill
flores green adams nelson baker hall rivera campbell mitchell carter roberts gomez phillips evans
turner diaz parker cruz edwards collins reyes stewart morris morales murphy cook rogers gutierrez
ortiz morgan cooper peterson bailey reed kelly howard ramos kim cox ward richardson watson brooks
chavez wood james bennett gray mendoza ruiz hughes price alvarez castillo sanders patel myers long
ross foster jimenez powell jenkins perry russell sullivan bell coleman butler henderson barnes
fisher vasquez simmons jordan patterson alexander hamilton graham reynolds griffin wallace west
cole hayes bryant gibson ellis stevens murray ford marshall owens mcdonald harrison kennedy wells
khan ahmad ali hussein hassan begum singh kaur kumar sharma shah gupta das wang li zhang liu chen
yang huang zhao wu zhou xu sun ma zhu hu park choi tran pham le davies walsh byrne ryan oconnor
obrien clarke shaw hunt mason stone black fox knight palmer rose dunn webb simpson lloyd silva
santos oliveira souza ferreira costa pereira fernandez ivanov smirnov kuznetsov petrov popov
muller schmidt schneider fischer weber meyer wagner becker schulz hoffmann koch bauer richter
klein wolf rossi russo ferrari esposito bianchi romano dubois durand bernard petit moreau laurent
jensen nielsen hansen pedersen andersen christensen larsen sorensen johansson karlsson andersson
nilsson eriksson novak nowak kowalski horvat nagy kovacs toth popescu yilmaz kaya demir mohammed
"""

_KNOWN = """
abbott abrams acheson ackerman adamson aitken akers alderson aldridge alford allan allison alston
alvarado amos andersson andrews anson applegate appleby archer armstrong arnold arthur ashley
ashton atkins atkinson austin avery ayers babcock bacon bain baird baldwin ball ballard bancroft
banks barber barclay barker barlow barnard barnett barr barrett barron barry bartlett barton bass
bassett bates batson battle baxter beard beasley beattie beaumont beck beckett bender benedict
benjamin benn bennet benson bentley berg berger bergman berman bernstein berry best bevan
billings bingham bird birch bishop blackburn blackman blackwell blair blake blanchard bland
blankenship block bloom blum blunt bolton bond booker boone booth bosworth bowen bower bowers
bowman boyce boyd boyer boyle bradford bradley bradshaw brady bramley brand brandt bray brennan
brewer bridges briggs bright brock brooke broughton browne browning bruce bryan bryson buchanan
buck buckley bullock burch burgess burke burnett burnham burns burris burroughs burt burton bush
butterfield buxton byers byrd cable cahill cain calder caldwell calhoun callaghan callahan
cameron cannon cantrell cardenas carey carlisle carlson carlsson carlton carmichael carney
carpenter carr carroll carson carver case casey cash castro chamberlain chambers chan chandler
chang chaney channing chapman charles chase cheng childs christian christiansen christianson
christie church churchill clay clayton clements clifford clifton cline coates cobb cochran cohen
cohn colbert colburn coles collier collinson colon combs compton conley connelly conner connolly
connor conrad conway cooke coombs cope corbett corbin cornell cortez cosgrove coulson courtney
cowan craig crane crawford croft cromwell crosby cross crossman crowley crowther cullen cummings
cummins cunningham curran currie curry curtis dale dalton daly daniel daniels daugherty davenport
davey david davidson davison dawson day deacon dean decker delgado dempsey dennis denton
devine devlin dickens dickerson dickinson dickson dillon dixon dodd dodson doherty dominguez
donaldson donahue donnelly donoghue donohue donovan dorsey dougherty douglas douglass dowling
downing downs doyle drake drew driscoll drummond duckworth dudley duffy duke duncan dunbar dunlap
durham dutton dyer eagle easton eaton edmonds edmondson edmunds egan ehrlich elliot elliott
ellison ellsworth elsworth emerson emery england english engel epstein erickson ericson ericsson
erikson escobar espinosa espinoza esteves estrada evanson everett ewing fairchild farley farmer
farrell faulkner fay feldman felix fellows ferguson fergusson fernandes fields figueroa finch
finlay finley finn fitch fitzgerald fitzpatrick fitzsimmons fitzsimons flanagan fleming fletcher
flood flynn foley forbes forrest forster forsyth fowler francis frank franklin franks fraser
frazer frazier frederick freedman freeman french friedman frost fry frye fuller fulton gallagher
galloway garcias gardiner gardner garner garrett garrison gates george gibbons gibbs gilbert giles
gill gillespie gilmore gilmour glass gleason glenn glover godfrey goldberg golding goldman
goldsmith goldstein gonzales goodman goodwin gordon gore gorman gould grace grant graves greenberg
greene greenwood greer gregg gregory grey griffith griffiths grimes gross grossman grover guerra
guerrero guthrie guzman haas hahn haines hale haley halliday hammond hampton hancock handley haney
hanna hansson hanson harding hardin hardy harley harmon harper harrell harrington hart hartley
hartman hartmann harvey haskell hastings hatch hatfield hawkins hawley hayden haynes hays hayward
healey healy heath hebert hedges helms henley hennessy henry hensley henson herbert herman
hermann herrera herring hess hewitt hickey hickman hicks higgins hilton hines hinton hobbs hodge
hodges hodgson hoffman hofmann hofman hogan holden holder holland hollingsworth hollingworth
hollis holloway holm holman holmes holt hood hooper hoover hope hopkins hopper horn horne horton
houston howarth howe howell hubbard huber hudson huff huffman hull humphrey humphreys humphries
hunter hurley hurst hutchins hutchinson hutchison hutton hyde ibarra ingram irvine irving irwin
isaac isaacs jacob jacobs jacobsen jacobson jamieson jamison jarvis jefferson jeffery jeffries
jenkinson jennings jenson jessop johansen johanson johns johnston johnstone joyce juarez kane
karlson kaufman kaufmann kavanagh kay keane kearney keating keith kelley kellogg kelsey kemp
kendall kendrick kenny kent kerr kessler keller kidd kilgore kinney kirby kirk kirkland kirkpatrick
klein kline knapp knox koenig kramer kraus krause krueger kruger lamb lambert lancaster landry
lane lang lange langford langley lara larson larsson lassiter latham lawler lawlor lawrence lawson
lawton leach leblanc leigh leitch lennon lennox leon leonard leslie lester levin levine levy
lewin lieberman lin lindberg lindgren lindsay lindsey little livingston livingstone logan lombard
lopes love lowe lowell lowery lucas luna lund lynch lyon lyons macdonald macgregor mackay
mackenzie maclean macleod macmillan macneil macneill macintosh macintyre mack madden maddox
madison magee maguire maher mahoney malone maloney mann manning marks marlow marquez marsden marsh
martins martinson marx massey masters mather mathews mathis matthews maxwell may mayer maynard
mayo mcallister mcbride mccabe mccain mccall mccann mccarthy mccartney mccarty mccauley mcclain
mcclean mccloud mcclure mcconnell mccormack mccormick mccoy mccracken mccullough mcdaniel
mcdonnell mcdowell mcevoy mcfarland mcgee mcginnis mcgovern mcgowan mcgrath mcgregor mcguire
mcintosh mcintyre mckay mckee mckenna mckenzie mckinley mckinney mcknight mclaughlin mclean
mcleod mcmahon mcmanus mcmillan mcmillen mcnally mcnamara mcneil mcneill mcpherson mcqueen mead
meadows medina mehta mejia melendez melton mendes mendez mercer meredith merrill merritt metcalf
metcalfe michael michaels middleton milan miles mills milner milton miranda moir molina monroe
montague montes montgomery montoya moody moon mooney moran moreno morrell morrison morrissey
morrow morse mortensen mortenson morton mosley moss moyer mueller mulligan mullen mullins munoz
munro munroe murdoch murdock musgrave myer nash neal neale neil neill neilson neuman neumann
newell newman newton nichols nicholls nicholson nickerson nicolson nielson nixon noble nolan
norman norris north norton norwood novakova nunez nunes nunn oakley ochoa oconnell odonnell
oherlihy ohara okeefe oleary oliver olsen olson olsson oneal oneill oreilly orourke orr ortega
orton osborn osborne osullivan otto owen pace pacheco packer padilla page paine palin parkinson
parks parr parrish parry parsons partridge pascoe paterson patrick patton paul paulsen paulson
payne peacock pearce pearson peck pena pennington pepper perkins perrin perron petersen peters
petersson petty philips phelps pickering pierce pierson pike pitt pitts plummer pollard pollock
poole pope porter potter potts powers pratt prentice prescott preston prince pritchard proctor
pruitt pryor pugh purcell putnam quinn radcliffe ramsay ramsey randall randolph rankin ransom
rasmussen rawlings raymond read redmond reece reese reeve reeves regan reid reilly reyna rhodes
rice rich richard richards richmond riddle ridley riggs riley rios ritchie ritter roach robbins
robert robertson robins robison robles rocha roche rodgers rodrigues rollins roman romero rosen
rosenberg rosenblum rosenfeld rosenthal rosales roth rothman rowe rowland roy rubin rush russel
rutherford ryder salas salazar salinas salmon sampson samuel samuels samuelson sandberg sanders
sandoval santana santiago saunders savage sawyer schaefer schafer schaeffer schiff schmid schmitt
schmitz schoenberg schreiber schroder schroeder schubert schultz schulte schulze schumacher
schuster schwartz schwarz schwarzman sears seidel sellers serrano sexton seymour shaffer shannon
shapiro sharp sharpe shea sheehan sheldon shelton shepard shepherd sheppard sheridan sherman
sherwood shields short siegel sigman silver silverman silverstein simon simons sims sinclair
singer singleton skinner slater sloan small smart smyth smythe snell snow snowden snyder solis
solomon somerville sommer sorenson soto sousa southern sparks spears spence spencer spiegel
spielman stafford stanford stanley stanton stark steel steele stein steinberg sternberg stephens
stephenson sterling stern stevenson stewart stokes stout strange strauss street strickland strong
stuart suarez summers sutherland sutton swan swanson sweeney swift sykes talbot tanner tate
templeton terrell terry thacker thatcher thom thomason thompsen thomsen thomson thorne thornton
thorpe thurman tilley tillman tobin todd tomlinson torre townsend tracy travis trevino trujillo
tucker tuckerman tully turnbull tyler tyson underwood upton valdez valencia valentine vance vargas
vaughan vaughn vazquez vega velasquez velazquez velez vickers villa villanueva vincent vogel vogt
waddell wade wadsworth wainwright waldman waldron wall waller wallis walsh walter walters walton
ware warner warren washburn washington wasserman waters watkins watt watts weaver webber webster
weeks weinberg weinstein weiner weiser weiss welch weller wentworth werner westbrook wharton
wheatley
wheeler whelan whitaker whitehead whitehouse whitfield whiting whitley whitman whitney whittaker
whyte wiggins wilcox wilder wilkerson wilkes wilkins wilkinson willard willett william williamson
willis wills willson winkler winslow winston winter winters wiseman witt wolfe wolff wong woodard
woods woodward woodruff wooten worthington wray wu wyatt wylie wynn yates yeager york yoder
zamora zimmer zimmerman zimmermann fernandes gonsalves goncalves almeida alves araujo barbosa
cardoso carvalho correia dias duarte gomes lima machado marques melo mendonca monteiro moreira
moura nascimento nogueira pinto ribeiro rocha sequeira teixeira vieira castellanos cervantes
cordero delacruz dominguez fuentes galvan ibanez jimenes lozano maldonado mesa navarro obrador
orozco palacios quintero rosario rubio salvador sepulveda tapia tejeda urbina valenzuela zapata
"""

_IBERIAN_ENDS = ("ez", "eiro", "eira", "ado", "ino", "illo", "ales", "ares", "eda", "osa")
_IBERIAN = """
garcia lopez diaz cruz reyes rivera torres flores ramos morales ortiz castillo ruiz medina castro
vargas guerrero romero herrera soto silva santos oliveira souza sousa ferreira costa pereira lima
almeida carvalho ribeiro barbosa rocha dias moreira araujo cardoso correia luna rios mesa vega
navarro molina delgado campos santiago santana serrano blanco moreno marin rubio sanz iglesias
aguilar ayala bravo cabrera calderon cardenas carrillo cervantes contreras cordero correa cortes
duarte espinosa estrada figueroa franco fuentes gallegos guerra guzman leon lara macias maldonado
marquez mejia miranda montoya mora moya obrador ochoa orozco ortega pacheco padilla palacios pena
pinto ponce quintana rangel robles rojas roman rosales rosario salas salazar salinas sandoval
sepulveda solis sosa suarez tapia trujillo valdes valencia valenzuela villa zamora zapata
"""

_EAST = """
li wang zhang liu chen yang huang zhao wu zhou xu sun ma zhu hu guo he gao lin luo zheng liang xie
tang xi han cao deng feng peng zeng xiao tian dong pan yuan cai jiang yu du ye cheng wei su lu
ding ren shen yao hong mao kim park choi jung kang cho yoon jang lim han oh seo shin kwon hwang ahn
song hong moon nguyen tran pham huynh phan vu vo dang bui ngo duong abe sato suzuki takahashi
tanaka ito watanabe yamamoto nakamura kobayashi kishida suga
"""


@cache
def _known() -> frozenset[str]:
    return frozenset(_COMMON.split()) | frozenset(_KNOWN.split()) | frozenset(_IBERIAN.split())


@cache
def _sets() -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    return frozenset(_COMMON.split()), frozenset(_IBERIAN.split()), frozenset(_EAST.split())


def known_family(word: str) -> bool:
    """Whether a folded word is a well-known family name."""
    return word in _known()


def common_family(word: str) -> bool:
    """Whether a folded family name is borne by very many."""
    return word in _sets()[0]


def iberian_family(word: str) -> bool:
    """Whether a folded word is a family name as Spanish and Portuguese give two of."""
    return word in _sets()[1] or (len(word) > 4 and word.endswith(_IBERIAN_ENDS))


def eastern_family(word: str) -> bool:
    """Whether a folded word is a family name that commonly stands before the given name."""
    return word in _sets()[2]
