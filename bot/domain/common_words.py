"""Names of communes that mean something else as well, folded and without their article.

Found by laying the registry beside a French dictionary; towns of 10,000 people whose name is hardly
read as a word when it has its capital are left out by hand, and so are rare words that name 2,000.
"""

from __future__ import annotations

from typing import Final

from bot.domain.sentences import vocabulary

# Rivers, countries, cities abroad; a letter: « en Suisse », « la Marne », « l'axe des Y ».
ELSEWHERE: Final = vocabulary(
    "allier argentine asse aube bergen berne bretagne brie champagne cologne correze creuse "
    "detroit durance essen grenade indre limbourg limburg loire londres marne montreal o perche "
    "soudan suisse treves venise y"
)

GIVEN_NAMES: Final = vocabulary(
    "albert ange aubin bernard florentin francois germaine gilles goulven hans herve julienne leon "
    "luc lucy marie maron mathieu nicole pierre raymond rene romain salome servais suzanne "
    "valentine yves"
)

SURNAMES: Final = vocabulary(
    "beaumont besson blanc bonnet borne boyer brecht brunet castex cazeneuve chatelain guerin "
    "hamel lombard lorrain maillet martel pasquier pons royer vallet verdier verlaine vernet "
    "villiers"
)

# Names of towns that only a capital tells from a word, in French or in English.
TOLD_BY_A_CAPITAL: Final = vocabulary(
    "ales argentan bordeaux bourges calais cambrai cannes castres cavaillon chantilly cluses "
    "cognac colombes coulommiers dinant dole elbeuf etampes fontainebleau fougeres gap houilles "
    "laval lens liege limoges lourdes macon mans montbeliard montmorency nancy nice pantin pau "
    "perigueux pertuis provins quimper rennes sarcelles sceaux sevres tarare trappes valence "
    "valenciennes vannes vauvert"
)

# Alone, these are hardly a city even to Vigie: « Tours », « Sens » or « Bus » need a question.
EVERYDAY: Final = vocabulary(
    "aucun avion avril bains ballon bar barre bio bois bonne bonnes bourg bras bu bus by celle "
    "celles chaise chambre champs change chemin conte contes contre corps cours croix cry die don "
    "doux dry ecole espere etoile eu faux fille force fosse four frais fry grand his jardin job "
    "lay lent ligne long marche marches mars mens mer mere montagne mouton murs nuits oie our pere "
    "pierres pin place plaisir plan plans pleurs poisson pont port pres prince pure quartier ri "
    "riche ris riviere roche rue saint sales salle salon sens seuil simple son sus table tache "
    "tombe tour tours us vers vieux ville villes vire"
)

WORDS: Final = EVERYDAY | vocabulary(
    "abondance abondant acon acy adrets agnat agneaux aigle aigre aiguilles aiguillon aillas aire "
    "aires allegre allies allons alloue altier ambres ames amure amy anche andouille angles "
    "angoisse ans anse appelle arboras arceau arches arcon arcs ardentes ardes ares argentieres "
    "argol armes arroses ars as asque asques astis athee attaques aubaine auge aurons autels "
    "autruche aveux aviron avirons avoine azur baby baccarat baffe bagnoles baignes baleine "
    "ballons ballots banne bannes bannieres banon bans barbas bard barde barges barils baron "
    "baronnie barras bars basses bastide baties bats baud baume bavent bayas baye bayons beaux "
    "begues belvedere bergeres bernes besace bessons bettes bever bey biches bidon bief bielle "
    "bille binas blet blond bo boisseau boisseaux bondons bonhomme bonnard boom bordes bords boree "
    "bosse bossee bou bouchage bouchon boudes boue bouee bougon bouillante bouille bouillie "
    "bouillon boulin boulon boulot bouquet bourdon bourdonne bourguignon bourguignons boursieres "
    "bouteille bouvieres bouzin bran branches brans brantes brasseuse braye breches breles bremes "
    "bren brette brettes breves breviaires brigue broc brosses brou brouilla brousse broye broyes "
    "bru brulais brulon brusque bruyere bruyeres bue buire buis buisson bulle bulles bun bure "
    "burelles bures burlats busque cabanes cabris cagnotte caille cales camarade came camelin "
    "camembert campagne campo canari cannelle capelle captieux cardan carignan cars casses cassis "
    "castelet cause cavalerie caves ceignes cellier cendras cendre centres cerbere cercueil cerise "
    "cerisiers cesse cesseras chablis chalon chambray champenoise champis chanteau chanterelle "
    "chantes chaource chapeau chapelle chapelles charbonnieres chardonnay charge charme charmee "
    "charmes charron chars chas chassant chasselas chatain chateau chatelaine chatelet chatelets "
    "chatres chatte chaudiere chaumard chaume chaussee chauve chaux cheffes cheminot chene "
    "chenevieres chenu cheres chevaline chevillard cheville chevreaux chevrerie chevrier chiche "
    "chis choisies choux cierges cieux cigogne cintre cires cirieres ciron citerne clam clans "
    "clapier clave clavette clavier clavieres claviers clayette clefs clisse cloue cogna coinces "
    "coings collegien colombe colombier colombine colonne coltines combes comblanchien combles "
    "compas compote comte conde condes condom confort contres coquille corbeilles cordelle cordon "
    "cordonnet cormes cormier cornac cornier cornillon cornus coron cos cote coteau couches coudes "
    "couleuvre coulombs courant courbes courbette couronne courtes courtils courtine couture "
    "coutures couvains cramant crans creances creche crepon crevant crique crisse croisette "
    "crosses croutes crozets cuis cultures cures cuve cuves cuvier dangers dauphin degre demie "
    "denier deserts devise diamant dives donjon doree doubs doue douelle douillet douzains douze "
    "drache drap dumes dunes duras ecaille echalas echelle echelles eclaires ecorces ecorches ecot "
    "ecueil ecuelle ecuelles ecurie embrun engins ens entrelacs epargnes epiais epine epineuse "
    "epoisses eps err erre escale escales esches escot escots essarts esse estampes estivaux "
    "etables etain etais etalon etangs eth eus falaise fargues faucon feins felines felon fermete "
    "ferre ferres ferriere ferrieres fete feuilla feuillee feule feux feves fiefs fieu fieux fins "
    "fleche fleure fleurie flotte folie folies folles fontaine fontaines fontanges fontes forest "
    "forestiere forge forges fors forteresse fos fosses fougere fouilleuse fourches fourneaux "
    "fours francs frette frise fromental fronton fuisse gabian gaillard gaillarde gambier gan gans "
    "garde garrigues gars gemeaux genets genettes genouille gent gente ger germaines girolles "
    "giron givre glaire gland glandage glanes gonds gorges gosier gours gousse gouts gouttieres "
    "gouvernes graces grange granges gras grasse grave gravelle graven gravieres gray greges gres "
    "grignon grillon grimaud grives grues gruyeres gueux guiche guillaumes guise habit haies hal "
    "halle halles hanches harengere hauban haussez hem herbiers heres herisson hermes heron hommes "
    "hopital hotellerie houblonniere houlette houx huez hure ifs irai irais isola issus jalons "
    "jans jard jarret jars jas jette jonchere joncheres joyeuse joyeux juif jumeaux jumel jumelles "
    "jure jury labrit lacs laguiole laize lama lance lancon landes lange laps lasse lattes lauzes "
    "laye leches lemmes lentilles lento leves levier levis lias lier lierre lies liez lignerolles "
    "lilas limans lime limon limons linge liniers lint linter lisses livet loches lods loge loges "
    "longes lor lorette louches loue louer lougres loupe loupes lourde lue luisant lusse lutter "
    "lux luxe luzerne lys mache machine madeleine madre mage magenta mages magnant magnas magne "
    "magnet maille maillot maire maisons malle mana manage manas manoir manses marchais mare "
    "marennes marges marin marines marions marnes maroilles marques marquise marre martinet martre "
    "martres martyre mas mascaras maure mauves maux mauzac mayenne mela menades mene menton menus "
    "merles messe metairies meures meursault migre minerve minot mire miroir moire moisson moita "
    "mol mole molieres molles mollettes monastere monbazillac monceaux monnaie mons mont monte "
    "monts morillon morte mortiers motte mouais mouchard mouche mouches mouettes moule moulines "
    "moulinet moulins mouriez mouron mousse mousson moutonne moyen muids munster mure mures muret "
    "murette mus nages namen nivelle norrois noue noyer noyers oison olle omet ondes ongles "
    "oraison orange ore orgelet orges orgueil orin ormes ornes ors ota ouches oust ouste oz paille "
    "paillet palais palisse palme panne pannes parc parce parent pas passa passage passavant "
    "pauvres pavant pavie peer peintre peintures pelouse pende penne peri perron persan pesse "
    "peuton piano pieux pigna pilles pinas pince pineaux pins pis places plaigne plaine plaisance "
    "planche planches planchez planee planes planques plats pleure poil poissons poivres poix "
    "pomerol pommard pommier pommiers pontets ponts porcheres porcherie porta portes poses "
    "possession pouille pouilly poulaines preaux precheur precieux premontre priez prisse prouvais "
    "pruniers publier puits puy quarante quarte quintal quinte racines rai raids ramasse rance "
    "rances rancon rang ratte raves ravieres real recourt recouvrance redorte relevant remuee "
    "rentieres reposoir reunion reveillon richelieu riez rions rivas rives rivesaltes rivieres "
    "robert roc rocher roches rocques rodes rognon rogues rom romaine romans ronde roquefort "
    "roquelaure roques roquette roquettes rosiere rosieres rosis rouelles rouet rouez rouge "
    "rouille roulier rousses routes routier rouvres roux rustiques rye ryes sablieres sablonnieres "
    "sabres sache sai saignes saillant sains saintes salies salins salives salles sames sampans "
    "sana sancerre sarrancolin sars saules sauniere saurais sauternes sauvages sauve scille "
    "secourt segalas selles selve sen sentinelle sequestre serez serpent serre serres sers serval "
    "servant servies sieges signes silly singles sommant sommeilles songeons sorbets sorbier sore "
    "sos souche soucia soude souille soulages soupir sourd souterraine soyons spa sure surin "
    "syndicat tablier taillant taillee taillis talant taller talon tamise tampon tardes tartre "
    "tasse taule tavernes tech teille temple tende tendon tendron tendu teneur termes ternes "
    "terrasse tesson thons tierce tiercelet tillac tille tilleul titre toges tonnerre touche "
    "touches touille tourailles tourbes tourne tournes trait trans treilles tresses treteau treve "
    "tricot trimer trinite troche tronche tronchet tuiliere tulle union ur uz vacheres vacherie "
    "vaillant vains vaire val valette vallee valouse vals vanne vans varaignes vars vaucluse "
    "vaudeville vaudoue vaux velu vendes venere ventes ventouse ver vereux verger verges vergne "
    "verin vernie verriere verrieres verrue vert veuve vichy vidai viella vienne viens vif "
    "vigneaux vignes vignot violes vira vise vitre vitreux vives vivier viviers viviez vogue voise "
    "voisines vorst voue voyer vue waver zele"
)
