"""Words that passwords are made of the world over, and long ones that everybody knows.

Written by hand from what leaks of passwords have in common, Spanish ones above all. Lower case,
without accents: `concejo.accounts.passwords.core` folds what was typed before it looks here.
"""

_WORDS = """
abcd abuela abuelo access admin administrador administrator agosto alejandra alejandro alfredo
alvaro amigas amigos amor andrea angel angela antonio apple argentina arsenal asdfgh atleti
atletico august ayuntamiento azul bailar banana barca barcelona baseball basketball batman
beatles beatriz bebe betis bienvenida bienvenido bilbao bonita boston buster cambiame cambiar
camila canarias carlos carmen casa cereza chelsea chivas chocolate ciudad clave colombia
computer concejo concurso contra contrasena contrasenya corazon cordoba cristian cristiano
cristina daniel daniela david dejame demo diana diciembre diego dinero dios domingo dragon
eduardo elena elizabeth enero entrar espana estrella eterno familia federico felicidad feliz
fernanda fernando ferrari flamenco football freedom friends futbol gabriel gabriela galicia
gatita gatito george gracias granada guadalupe guapa guapo guest hacker hannah harley hello
hermosa hermoso hijos hola house hunter iloveyou infinito internet isabel jazmin jennifer
jessica jesucristo jesus jordan jorge jose joseph juan juanito julio jupiter killer laura lesbia
letmein libertad liverpool login london lopez lorena love lucia luis luna madrid maestro magic
malaga marcos margarita maria mariana mariposa martin martinez master matrix mayo mexico miamor
michael michelle miercoles mierda miguel minecraft monica monkey monster morena muerte mustang
naranja natalia navidad newyork nicolas ninguno nintendo noviembre octubre olmeda olvidada
olvidado pablo padron pamela papa paris participa participacion pass passw0rd password patricia
pedro perrito perro peru pokemon presupuesto presupuestos primavera princesa princess propuesta
propuestas prueba qazwsx qwer qwerty raquel realmadrid rebeca ricardo roberto rodriguez rosa
sabado sakura samsung samuel sandra santiago sebastian secret secreta secreto segura seguro
septiembre sergio sevilla shadow siempre silvia snoopy soccer soledad sonia spiderman starwars
summer sunshine superman susana teamo teodio tequiero test tigger tigres todo trustno tuenti
twitter unreal user usuaria usuario valencia valentina vamos vecina vecindad vecino verano
veronica viernes virgen viva votacion votar voto welcome whatever william windows winter yahoo
yankees zaragoza zxcvbn
"""

_PHRASES = """
avemariapurisima cambiamecambiame caminantenohaycamino changemechangeme contrasenacontrasena
correcthorsebatterystaple correctocaballobateriagrapa cumpleanosfeliz elcieloestaenladrillado
elperrodesanroque elpueblounido elpueblounidojamasseravencido enunlugardelamancha
enunlugardelamanchadecuyonombre estaeslacontrasena estaesmicontrasena hastalavistababy
houstontenemosunproblema iloveyouforever letmeinplease livelaughlove lukeyosoytupadre
maytheforcebewithyou miclavesecreta micontrasenaessegura nomeacuerdo notengocontrasena
olvidelacontrasena onetwothreefour padrenuestroqueestasenelcielo padrenuestroqueestasenloscielos
passwordpassword quelafuerzateacompane seronoseresaeslacuestion teamomasqueamivida
teamoparasiempre thequickbrownfox thisismypassword tobeornottobe todosparaunoyunoparatodos
trestristestigres tristestigrestragaban unodostrescuatro unodostrescuatrocinco vivalavidaloca
winteriscoming yosoytupadre
"""

#: Taken out of a password before what is left of it is measured.
WORDS = frozenset(_WORDS.split())

#: Long enough, and the first to be tried; without spaces or marks.
PHRASES = frozenset(_PHRASES.split())
