"""Names that look alike and are two people's. All are invented; each list is a kind of trap."""

# Family names that stand a letter or two apart and are borne by different families.
FAMILIES = """
davies davis, smith smyth, clark clarke, brown browne, reed reid, reid read, stevens stephens,
thompson thomson, johnson johnston, johnston johnstone, peterson petersen, nielsen nielson,
hansen hanson, larsen larson, andersen anderson, meyer meier, mayer mayor, allen allan, phillips
philips, matthews mathews, nicholson nicolson, harris harrison, roberts robertson, richards
richardson, williams williamson, jacobs jacob, gonzalez gonzales, rodriguez rodrigues, lopez
lopes, fernandez hernandez, martin martins, martinez martines, schmidt schmitt, schulz schultz,
hoffman hoffmann, hoffman hofmann, zimmerman zimmermann, neumann newman, sanders saunders, cook
cooke, wolf wolfe, green greene, gray grey, rogers rodgers, bailey bayley, kelly kelley, levin
levine, simmons simons, fisher fischer, walter walters, lawson dawson, hutchinson hutchison,
robinson robison, patterson paterson, christensen christiansen, sorensen sorenson, carlson
carlsson, pearson pierson, mccarthy mccarty, mcmillan macmillan, mclean maclean, shepherd sheppard,
connelly connolly, odonnell oconnell, elliot elliott, stewart stuart, hollingsworth hollingworth,
rosenberg rosenburg, steinberg sternberg, freedman friedman, chapman shipman, kaufman kaufmann,
barnett burnett, barnes burns, walsh welsh, harding hardin, whitaker whittaker, kowalski kowalska,
ivanov ivanova, petrov petrova, novak nowak, marks marx, dickson dixon, sokolov sokolova, karlsson
carlsson, weisner wiesner, goldberg goldburg, lindberg lindburg, bergman bergmann, zuckerman
zuckermann, papadopoulos papadopoulou, hossain hassan, salim salam, rahman rahimi, karimi karim,
nazari nasiri, morrison morison, collins collin, jenkins jenkin, perkins parkins, hopkins hodgkins,
atkins adkins, wilkins wilkens, dobson dodson, hobson hodson, gibson gilson, tyson dyson, rowland
roland, holland hollander, garland galland, blackburn blackmun, hepburn heyburn, osborne osborn,
kirkland kirtland, lockhart lockheart, whitmore whitmer, gilmore gilmour, seymore seymour,
bradshaw bradsher, thornton thorton, ellwood elwood, hargreaves hargraves, sinclair sinclaire,
mcallister macallister, whitehead whitehouse, castellano castellanos, delacroix delacroux,
montague montagu, bellamy bellany, wetherby weatherby, stapleton templeton, holbrook holbrooke,
dalrymple dalrumple, fairbanks fairbank, abernathy abernethy, mulholland mullholland, hardcastle
hardcassle, winterton winterson, strickland stricklan, pritchett pritchard, ashworth ashforth,
cartwright cartwrite, kowalczyk kowalczuk, wisniewski wisniewska, lindqvist lindquist, bergstrom
bergstrem, haugland haugland-moe, takahashi takanashi, yamamoto yamomoto, nakamura nakamori,
fitzgibbon fitzgibbons, oconnor oconner, vandenberg vandenburg, rasmussen rasmusen, castaneda
castanedo, villarreal villareal, carmichael carmichel, featherstone fetherstone
"""
# Given names that look or sound alike and belong to two people of one family.
GIVENS = """
tim tom, tim jim, don dan, dan dana, jan jon, jean jane, jean joan, paul paula, carl carla, eric
erica, daniel danielle, michael michelle, patrick patricia, francis frances, robert roberta,
george georgia, henry henrietta, christopher christina, alexander alexandra, samuel samantha,
joseph josephine, albert alberta, philip philippa, julian julia, adrian adriana, martin martina,
andrew andrea, bill bob, ed ted, larry harry, barry harry, gary garth, mary marie, maria mario,
anna hannah, ella emma, ellen helen, karen karin, kirsten kristen, kirstin kristin, stewart stuart,
john jonah, mark marcia, luke luca, aaron adam, ian evan, ron rob, ron don, jake jack, jim tim,
kate katja, leo leon, max mac, ben len, ken len, kim tim, sam pam, tina gina, nina nora, rita
anita, lucy lucas, olive oliver, simon simone, denis denise, gabriel gabriela, victor victoria,
harold harriet, edwin edwina, clive clyde, amir amira, hamid hamed, rashid rashad, hassan hussein,
salim salem, said sajid, karim karima, omar amara, khalid khalil, jamal jamil, nadir nadia, faisal
fadil, samir samira, latif latifa, ali alia, dmitri demetra, sergei serena, oleg olga, igor ivor,
vadim vasily, ivan ivana, mikhail milena, pavel pavla, petr petra, jan jana, josef josefa, chen
cheng, wei weiwei, jin jing, min ming, hong huang, jose josue, juan joan, luis luisa, carlos
carlota, jorge jordi, pedro pablo, miguel manuel, rafael raquel, jurgen jorgen, hans hanne,
heinrich heinz-peter, anders andrea, lars lara, nils niels-erik, bernard barnard, gerald gerard,
roland ronald, clement clemence, alfred wilfred, edmund edward, marcus marius, darren darryl, kevin
kelvin, brandon brendan, justin dustin, jason mason, nathan ethan, mabel maybelle, connor conrad,
theo thea, rene renee, louis louise, gene jean, erin aaron, dale dean, kay kaye, toni tony, jess
jesse, remy romy, alan allen, brett britt, marlon merlin, noel joel, tessa tess, lorna lorne, glen
glenda, cecil cecilia, august augusta, clement clementine, ernest ernestine, leon leonie, justin
justine, bernard bernadette, cyril cyrille, val vale, bert brett, gus gusta, ned ted, nell nelly,
russ ross, sid syd, lin lynn, trish tricia, josie jodie, ruben robin, rory roy
"""
# Whole names: generations, middle names, two family names, order, titles.
WHOLE = """
Wilmot Farrow Jr. | Wilmot Farrow Sr.
Wilmot Farrow, Jr. | Wilmot Farrow III
Odell Brannock II | Odell Brannock III
Odell Brannock IV | Odell Brannock Jr
Wilmot A. Farrow | Wilmot B. Farrow
Wilmot Alan Farrow | Wilmot Brian Farrow
Wilmot A. Farrow Jr. | Wilmot A. Farrow Sr.
Owen W. Quill | Owen H. W. Quill
Owen Thomas Quill | Owen Henry Thomas Quill
Ruth Anne Quill | Ruth Mary Quill
J. A. Quill | J. B. Quill
J.D. Quill | J.T. Quill
JD Quill | James Thomas Quill
JD Quill | Jane Doreen Quill-Hart
Mr Quill | Mrs Quill
Mr R. Quill | Ms R. Quill
Sir Owen Quill | Dame Owen Quill
Lord Brannock | Lady Brannock
Herr Adler | Frau Adler
Owen Quill | Quill Owen
Owen Quill | Owen Quilliam
Owen Quill | Owen McQuill
Owen Donald | Owen MacDonald
Owen Quill-Hart | Owen Quill-Marsh
Owen Saltmarsh Quill | Owen Hartwell Quill
Pilar Ortega Quintana | Pilar Ortega Salinas
Pilar Ortega Quintana | Pilar Quintana Ortega
Pilar Ruiz Ortega | Pilar Soto Ortega
Jan van der Brink | Jan van den Broek
Jan de Vries | Jan de Wit
Abdul Rahman Zarkoub | Abdul Rahim Zarkoub
Abdul Karim Zarkoub | Abdul Hakim Zarkoub
Mohammed Ali Zarkoub | Mohammed Amin Zarkoub
Mohammed Hassan | Mohammed Hussein
Ahmed Khan | Ahmed Khalil
Ahmed Zarkoub | Hamid Zarkoub
Mahmoud Zarkoub | Mohammed Zarkoub
Saeed Zarkoub | Sajjad Zarkoub
Abu Bakr Zarkoub | Umm Bakr Zarkoub
Kang Dae-min | Kang Dae-jung
Kang Dae-min | Kang Tae-min
Wei Zhenlu | Wei Zhenlin
Wei Zhenlu | Wu Zhenlu
Li Jing | Li Jin
Li Wei | Li Weiguo
Zhang Min | Zhang Ming
Nguyen Van Anh | Nguyen Van Minh
Olena Tarasenko | Olga Tarasenko
Oleksandr Tarasenko | Oleksiy Tarasenko
Sergei Petrenko | Sergei Petrov
Anna Sokolova | Anna Sokolov
Giorgos Petrakis | Grigoris Petrakis
Eleni Petraki | Elena Petrakou
Jörg Adler | Jürgen Adler
Søren Holmgard | Sören Holmström
Bob Quill | Bill Quill
Chris Quill | Christa-Maria Quiller
Pat Quill | Paul Quill
Ministry of Fisheries | Ministry of Forestry
Department of Health | Department of Wealth
Labour Party | Labour Committee
Marisol Party | Marisol Partey
Ned Quill | Fred Quill
Kit Quill | Kat Quill
Al Quill | Ali Quill
Jo Quill | Joe Quill
Rob Quill | Rod Quill
Mel Quill | Mal Quill
Liz Quill | Liza Marie Quillon
Beth Quill | Bette Quillan
Dick Quill | Rich Quillen
Len Quill | Ben Quill
Owen R. Quill II | Owen R. Quill Jr.
Hari Prasad Quill | Hari Pradeep Quill
Abdullah Zarkoub | Abdul Zarkoub
Mustafa Zarkoub | Mostafa Kemal Zarkoubi
Nasser Zarkoub | Nasrin Zarkoub
Yusuf Zarkoub | Yunus Zarkoub
Mehdi Zarkoub | Mahmud Zarkoub
Olha Tarasenko | Oleh Tarasenko
Viktor Sokolenko | Viktoria Sokolenko
Ioannis Petrakis | Ioanna Petraki
Kim Min-jun | Kim Min-ju
Tanaka Yuki | Tanaka Yuka
Juan Carlos Ortega | Juan Camilo Ortega
Ana María Soto | Ana Marta Soto
Mary Ann Quill | Mary Jane Quill
Jean-Luc Quill | Jean-Marc Quill
Anne-Marie Quill | Anne-Sophie Quill
Lord Quill of Ashby | Lady Quill of Ashby
P. J. Quill | P. K. Quill
Quill, Owen A. | Quill, Owen B.
Owen 'Ace' Quill | Ewen Quill
"""


def lookalikes() -> list[tuple[str, str]]:
    """Every pair; a part of a name stands with an invented rest."""
    pairs = [(f"Ruth {a.title()}", f"Ruth {b.title()}") for a, b in listed(FAMILIES)]
    pairs += [(f"{a.title()} Brannock", f"{b.title()} Brannock") for a, b in listed(GIVENS)]
    pairs += [(a.strip(), b.strip()) for a, b in map(_parted, WHOLE.strip().splitlines())]
    return pairs


def listed(text: str) -> list[tuple[str, str]]:
    """The pairs of a list: names parted by spaces, pairs by commas."""
    return [(a, b) for a, b in (item.split() for item in " ".join(text.split()).split(","))]


def _parted(line: str) -> tuple[str, str]:
    one, _, other = line.partition("|")
    return one, other
