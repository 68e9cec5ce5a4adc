"""Names of communes that mean something else as well, folded and without their article.

Found by laying the registry beside a French dictionary; towns of 10,000 people whose name is hardly
read as a word when it has its capital are left out by hand, and so are rare words that name 2,000.
"""

from __future__ import annotations

from typing import Final

from bot.domain.sentences import vocabulary

# Rivers, countries, cities abroad; a letter: « en Suisse », « la Marne », « l'axe des Y ».
ELSEWHERE: Final = vocabulary(
    "allier argentine aube berne bretagne brie champagne cologne correze creuse detroit durance "
    "grenade indre liege loire londres marne montreal o perche soudan suisse treves venise y"
)

GIVEN_NAMES: Final = vocabulary(
    "albert ange aubin bernard florentin francois germaine gilles goulven hans julienne leon luc "
    "lucy marie maron mathieu nicole pierre raymond rene romain salome servais suzanne valentine "
    "yves"
)

SURNAMES: Final = vocabulary(
    "beaumont besson blanc bonnet borne boyer brunet castex cazeneuve chatelain guerin hamel "
    "lombard lorrain maillet martel pasquier pons royer vallet verdier vernet villiers"
)

# Names of towns that only a capital tells from a word, in French or in English.
TOLD_BY_A_CAPITAL: Final = vocabulary(
    "ales argentan bordeaux bourges calais cambrai cannes castres cavaillon chantilly cluses "
    "cognac colombes coulommiers dole elbeuf etampes fontainebleau fougeres gap houilles laval "
    "lens limoges lourdes macon mans montbeliard montmorency nancy nice pantin pau perigueux "
    "pertuis provins quimper rennes sarcelles sceaux sevres tarare trappes valence valenciennes "
    "vannes vauvert"
)

WORDS: Final = vocabulary(
    "abondance abondant acon acy adrets agnat agneaux aigle aigre aiguilles aiguillon aillas aire "
    "aires allegre allies allons alloue altier ambres ames amure amy anche andouille angles "
    "angoisse anse appelle arboras arceau arches arcon arcs ardentes ardes ares argentieres argol "
    "armes arroses ars asque asques astis athee attaques aubaine aucun auge aurons autels "
    "autruche aveux avion aviron avirons avoine avril azur baby baccarat baffe bagnoles baignes "
    "bains baleine ballon ballons ballots banne bannes bannieres banon bans bar barbas bard barde "
    "barges barils baron baronnie barras barre bars basses bastide baties bats baud baume bavent "
    "bayas baye bayons beaux begues belvedere bergeres bernes besace bessons bettes bey biches "
    "bidon bief bielle bille binas bio blet blond bo bois boisseau boisseaux bondons bonhomme "
    "bonnard bonne bonnes bordes bords boree bosse bossee bou bouchage bouchon boudes boue bouee "
    "bougon bouillante bouille bouillie bouillon boulin boulon boulot bouquet bourdon bourdonne "
    "bourg bourguignon bourguignons boursieres bouteille bouvieres bouzin bran branches brans "
    "brantes bras brasseuse braye breches breles bremes bren brette brettes breves breviaires "
    "brigue broc brosses brou brouilla brousse broye broyes bru brulais brulon brusque bruyere "
    "bruyeres bu bue buire buis buisson bulle bulles bun bure burelles bures burlats bus busque "
    "by cabanes cabris cagnotte caille cales camarade came camelin camembert campagne campo "
    "canari cannelle capelle captieux cardan carignan cars casses cassis castelet cause cavalerie "
    "caves ceignes celle celles cellier cendras cendre centres cerbere cercueil cerise cerisiers "
    "cesse cesseras chablis chaise chalon chambray chambre champenoise champis champs change "
    "chanteau chanterelle chantes chaource chapeau chapelle chapelles charbonnieres chardonnay "
    "charge charme charmee charmes charron chars chas chassant chasselas chatain chateau "
    "chatelaine chatelet chatelets chatres chatte chaudiere chaumard chaume chaussee chauve chaux "
    "cheffes chemin cheminot chene chenevieres chenu cheres chevaline chevillard cheville "
    "chevreaux chevrerie chevrier chiche chis choisies choux cierges cieux cigogne cintre cires "
    "cirieres ciron citerne clam clans clapier clave clavette clavieres claviers clayette clefs "
    "clisse cloue cogna coinces coings collegien colombe colombier colombine colonne coltines "
    "combes comblanchien combles compas compote comte conde condes condom confort conte contes "
    "contre contres coquille corbeilles cordelle cordon cordonnet cormes cormier cornac cornier "
    "cornillon cornus coron corps cos cote coteau couches coudes couleuvre coulombs courant "
    "courbes courbette couronne cours courtes courtils courtine couture coutures couvains cramant "
    "crans creances creche crepon crevant crique crisse croisette croix crosses croutes crozets "
    "cry cuis cultures cures cuve cuves cuvier dangers dauphin degre demie denier deserts devise "
    "diamant die dives don donjon doree doubs doue douelle douillet doux douzains douze drache "
    "drap dry dumes dunes duras ecaille echalas echelle echelles eclaires ecole ecorces ecorches "
    "ecot ecueil ecuelle ecuelles ecurie embrun engins ens entrelacs epargnes epiais epine "
    "epineuse epoisses eps err erre escale escales esches escot escots espere essarts esse "
    "estampes estivaux etables etain etais etalon etangs eth etoile eu eus falaise fargues faucon "
    "faux feins felines felon fermete ferre ferres ferriere ferrieres fete feuilla feuillee feule "
    "feux feves fiefs fieu fieux fille fins fleche fleure fleurie flotte folie folies folles "
    "fontaine fontaines fontanges fontes force forestiere forge forges fors forteresse fos fosse "
    "fosses fougere fouilleuse four fourches fourneaux fours frais francs frette frise fromental "
    "fronton fry fuisse gabian gaillard gaillarde gambier gan gans garde garrigues gars gemeaux "
    "genets genettes genouille gente ger germaines girolles giron givre glaire gland glandage "
    "glanes gonds gorges gosier gours gousse gouts gouttieres gouvernes graces grand grange "
    "granges gras grasse grave gravelle gravieres gray greges gres grignon grillon grimaud grives "
    "grues gruyeres gueux guiche guillaumes guise habit haies halles hanches harengere hauban "
    "haussez hem herbiers heres herisson hermes his hommes hopital hotellerie houblonniere "
    "houlette houx huez hure ifs irai irais isola issus jalons jans jard jardin jarret jars jas "
    "job jonchere joncheres joyeuse joyeux juif jumeaux jumel jumelles jure jury labrit lacs "
    "laguiole laize lama lance lancon landes lange laps lasse lattes lauzes lay laye leches "
    "lemmes lent lentilles lento leves levier levis lias lies liez ligne lignerolles lilas limans "
    "lime limon limons linge liniers lisses livet loches lods loge loges long longes lor lorette "
    "louches loue louer lougres loupe loupes lourde lue luisant lusse lutter lux luxe luzerne lys "
    "mache machine madeleine madre mage magenta mages magnant magnas magne magnet maille maillot "
    "maire maisons mana manas manoir manses marchais marche marches mare marennes marges marin "
    "marines marions marnes maroilles marques marquise marre mars martinet martre martres martyre "
    "mas mascaras maure mauves maux mauzac mayenne mela menades mene mens menton menus mer mere "
    "merles messe metairies meures meursault migre minerve minot mire miroir moire moisson moita "
    "mole molieres molles mollettes monastere monbazillac monceaux monnaie mons mont montagne "
    "monte monts morillon morte mortiers motte mouais mouchard mouche mouches mouettes moule "
    "moulines moulinet moulins mouriez mouron mousse mousson mouton moutonne moyen muids munster "
    "mure mures muret murette murs mus nages nivelle norrois noue noyer noyers nuits oie oison "
    "olle omet ondes ongles oraison orange ore orgelet orges orgueil orin ormes ornes ors ota "
    "ouches our oust ouste oz paille paillet palais palisse palme pannes parc parce parent pas "
    "passa passage passavant pauvres pavant pavie peintre peintures pelouse pende penne pere peri "
    "perron persan pesse peuton piano pierres pieux pigna pilles pin pinas pince pineaux pins pis "
    "place places plaigne plaine plaisance plaisir plan planche planches planchez planee planes "
    "planques plans plats pleure pleurs poil poisson poissons poivres poix pomerol pommard "
    "pommier pommiers pont pontets ponts porcheres porcherie port porta portes poses possession "
    "pouille pouilly poulaines preaux precheur precieux premontre pres priez prince prisse "
    "prouvais pruniers publier puits pure puy quarante quarte quartier quintal quinte racines rai "
    "raids ramasse rance rances rancon rang ratte raves ravieres real recourt recouvrance redorte "
    "relevant remuee rentieres reposoir reunion reveillon ri riche richelieu riez rions ris rivas "
    "rives rivesaltes riviere rivieres robert roc roche rocher roches rocques rodes rognon rogues "
    "rom romaine romans ronde roquefort roquelaure roques roquette roquettes rosiere rosieres "
    "rosis rouelles rouet rouez rouge rouille roulier rousses routes routier rouvres roux rue "
    "rustiques rye ryes sablieres sablonnieres sabres sache sai saignes saillant sains saint "
    "saintes sales salies salins salives salle salles salon sames sampans sana sancerre "
    "sarrancolin sars saules sauniere saurais sauternes sauvages sauve scille secourt segalas "
    "selles selve sen sens sentinelle sequestre serez serpent serre serres sers serval servant "
    "servies seuil sieges signes simple singles sommant sommeilles son songeons sorbets sorbier "
    "sore sos souche soucia soude souille soulages soupir sourd souterraine soyons sure surin sus "
    "syndicat table tablier tache taillant taillee taillis talant taller talon tampon tardes "
    "tartre tasse taule tavernes tech teille temple tende tendon tendron tendu teneur termes "
    "ternes terrasse tesson thons tierce tiercelet tillac tille tilleul titre toges tombe "
    "tonnerre touche touches touille tour tourailles tourbes tourne tournes tours trait trans "
    "treilles tresses treteau treve tricot trimer trinite troche tronche tronchet tuiliere tulle "
    "union ur us uz vacheres vacherie vaillant vains vaire val valette vallee valouse vals vanne "
    "vans varaignes vars vaucluse vaudeville vaudoue vaux velu vendes venere ventes ventouse ver "
    "vereux verger verges vergne verin vernie verriere verrieres verrue vers vert veuve vichy "
    "vidai viella vienne viens vieux vif vigneaux vignes vignot ville villes violes vira vire "
    "vitre vitreux vives vivier viviers viviez vogue voise voisines voue voyer vue"
)
