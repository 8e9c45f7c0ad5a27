//! The words of the corpus: options as the form prints them with what a run must find,
//! bands, texts, names. Options of open lists that the edition does not have must come
//! out as their label. The names belong to nobody.

/// An option as printed, and what records.csv must show for it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Option {
    pub(super) label: &'static str,
    pub(super) truth: &'static str,
}

const fn option(label: &'static str, truth: &'static str) -> Option {
    Option { label, truth }
}

/// An option that the edition does not have.
const fn unlisted(label: &'static str) -> Option {
    Option {
        label,
        truth: label,
    }
}

pub(super) const YES: Option = option("Ja", "yes");
pub(super) const NO: Option = option("Nej", "no");
pub(super) const PARTLY: Option = option("Delvis", "partly");
pub(super) const UNDECIDED: Option = option("Vi har inte tagit ställning än", "undecided");

/// Types with their share in percent: misdirected 38, other disclosure 25.
pub(super) const TYPES: [(u32, Option); 8] = [
    (24, unlisted("Felskick: Brev")),
    (14, unlisted("Felskick: E-post")),
    (25, option("Obehörigt röjande: Övrigt", "disclosure:other")),
    (14, unlisted("Obehörig åtkomst: Övrigt")),
    (10, unlisted("Förlust: Handling")),
    (6, unlisted("Stöld: Utrustning")),
    (4, unlisted("Förstöring")),
    (3, unlisted("Ändring")),
];

pub(super) const DISCOVERIES: [(u32, Option); 4] = [
    (
        40,
        option(
            "En utomstående eller registrerad informerade oss",
            "outsider-or-data-subject",
        ),
    ),
    (45, unlisted("Vi upptäckte den själva")),
    (10, unlisted("Ett personuppgiftsbiträde informerade oss")),
    (5, unlisted("En tillsynsmyndighet informerade oss")),
];

/// Causes with their share: human factor 59.
pub(super) const CAUSES: [(u32, Option); 5] = [
    (59, unlisted("Mänskliga faktorn")),
    (12, option("Tekniskt fel", "technical-error")),
    (
        14,
        option("Antagonistiskt angrepp: angrepp utifrån", "attack:external"),
    ),
    (10, unlisted("Bristande rutiner")),
    (5, option("Övrigt", "other")),
];

/// Sectors with their share.
pub(super) const SECTORS: [(u32, Option); 3] = [
    (70, option("Offentlig sektor", "public")),
    (25, option("Privat sektor", "private")),
    (5, unlisted("Ideell sektor")),
];

/// Areas of the public, the private and the other sector.
pub(super) const AREAS: [&[(u32, Option)]; 3] = [
    &[
        (
            30,
            option(
                "Skola: Förskola, grundskola, gymnasium",
                "school:preschool-to-upper-secondary",
            ),
        ),
        (30, unlisted("Hälso- och sjukvård")),
        (20, unlisted("Socialtjänst")),
        (15, unlisted("Statlig förvaltning")),
        (5, option("Övrigt", "other")),
    ],
    &[
        (50, unlisted("Finans och försäkring")),
        (40, unlisted("Näringslivet i övrigt")),
        (10, option("Övrigt", "other")),
    ],
    &[
        (80, unlisted("Ideella och ekonomiska föreningar")),
        (20, option("Övrigt", "other")),
    ],
];

pub(super) const GROUPS: [Option; 13] = [
    option("Anställda hos den personuppgiftsansvarige", "employees"),
    option(
        "Användare av den personuppgiftsansvariges tjänster",
        "users",
    ),
    option("Kunder hos den personuppgiftsansvarige", "customers"),
    option("Prenumeranter", "subscribers"),
    option(
        "Medlemmar, till exempel i en förening eller en kundklubb",
        "members",
    ),
    option(
        "Militär, det vill säga anställda inom totalförsvaret",
        "military",
    ),
    option("Patienter", "patients"),
    option("Barn", "children"),
    option(
        "Skolelever i förskola, grundskola eller gymnasium",
        "pupils",
    ),
    option("Studerande i eftergymnasial utbildning", "students"),
    option(
        "Utsatta personer, till exempel personer som lever med skyddad identitet",
        "vulnerable",
    ),
    option(
        "Övriga personer som enligt er bedömning drabbas särskilt hårt om personuppgifter sprids",
        "hard-hit",
    ),
    option("Övrigt", "other"),
];
pub(super) const GROUPS_UNKNOWN: &str = "Kan inte ange för närvarande";

pub(super) const CATEGORIES: [Option; 18] = [
    option("Etniskt ursprung", "ethnic-origin"),
    option("Politiska åsikter", "political-opinions"),
    option("Religiös eller filosofisk övertygelse", "beliefs"),
    option("Medlemskap i fackförening", "union-membership"),
    option("Genetiska uppgifter", "genetic"),
    option("Biometriska uppgifter", "biometric"),
    option("Hälsa", "health"),
    option("Sexualliv eller sexuell läggning", "sex-life"),
    option("Uppgift om brott", "offences"),
    option("Personnummer", "identity-number"),
    option("Ekonomisk eller finansiell information", "financial"),
    option("Officiella dokument", "official-documents"),
    option(
        "Lokaliseringsuppgifter (till exempel GPS-position, ej adressuppgifter)",
        "location",
    ),
    option("Kommunikationsloggar", "communication-logs"),
    option("Metadata om kommunikation", "communication-metadata"),
    option(
        "Identifierande information (till exempel för- och efternamn)",
        "identifying",
    ),
    option("Kontaktinformation", "contact"),
    option("Övrigt", "other"),
];
pub(super) const CATEGORIES_UNKNOWN: &str = "Okänd";

pub(super) const CONSEQUENCES: [Option; 10] = [
    option(
        "Den registrerade förlorar kontrollen över de egna personuppgifterna",
        "loss-of-control",
    ),
    option("Begränsning av rättigheter", "limited-rights"),
    option("Diskriminering", "discrimination"),
    option("Identitetsstöld eller bedrägeri", "identity-theft"),
    option("Ekonomisk förlust", "financial-loss"),
    option(
        "Obehörigt hävande av pseudonymisering",
        "reversed-pseudonymisation",
    ),
    option("Skadat anseende", "reputation"),
    option(
        "Förlust av konfidentialitet när det gäller personuppgifter som omfattas av tystnadsplikt",
        "loss-of-secrecy",
    ),
    option("Annan ekonomisk eller social nackdel", "other-disadvantage"),
    option("Övrigt", "other"),
];

/// An answer that no closed list has.
pub(super) const NEIGHBOURS: Option = unlisted("Grannar");

pub(super) const SEVERITIES: [(u32, Option); 4] = [
    (25, option("1. Försumbar", "1")),
    (45, option("2. Begränsad", "2")),
    (22, option("3. Betydande", "3")),
    (8, option("4. Maximal", "4")),
];

/// A band as printed, with its code and bounds.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Band {
    pub(super) label: &'static str,
    pub(super) code: &'static str,
    pub(super) min: u64,
    pub(super) max: core::option::Option<u64>,
}

/// Bands with their share: half are below ten.
pub(super) const BANDS: [(u32, Band); 7] = [
    (
        500,
        Band {
            label: "1 - 10",
            code: "1-10",
            min: 1,
            max: Some(10),
        },
    ),
    (
        270,
        Band {
            label: "11 - 100",
            code: "11-100",
            min: 11,
            max: Some(100),
        },
    ),
    (
        140,
        Band {
            label: "101 - 1 000",
            code: "101-1000",
            min: 101,
            max: Some(1000),
        },
    ),
    (
        55,
        Band {
            label: "1 001 - 10 000",
            code: "1001-10000",
            min: 1001,
            max: Some(10_000),
        },
    ),
    (
        24,
        Band {
            label: "10 001 - 100 000",
            code: "10001-100000",
            min: 10_001,
            max: Some(100_000),
        },
    ),
    (
        8,
        Band {
            label: "100 001 - 1 000 000",
            code: "100001-1000000",
            min: 100_001,
            max: Some(1_000_000),
        },
    ),
    (
        3,
        Band {
            label: "Fler än 1 000 000",
            code: "1000001-",
            min: 1_000_001,
            max: None,
        },
    ),
];

pub(super) const PLACES: [&str; 16] = [
    "Björkby",
    "Ekstad",
    "Granvik",
    "Lindås",
    "Alnö strand",
    "Tallhult",
    "Rönninge norra",
    "Hasselfors",
    "Videdal",
    "Aspnäs",
    "Lönnvik",
    "Almdalen",
    "Bokskog",
    "Sälgmo",
    "Olvon",
    "Enbacken",
];
pub(super) const PUBLIC_BODIES: [&str; 5] = [
    "Socialnämnden i",
    "Utbildningsnämnden i",
    "Kommunstyrelsen i",
    "Regionstyrelsen i",
    "Myndigheten för",
];
pub(super) const COMPANIES: [&str; 4] = [
    "Exempelbolaget i",
    "Försäkringsbolaget i",
    "Handelsbolaget i",
    "Energibolaget i",
];
pub(super) const ASSOCIATIONS: [&str; 2] = ["Idrottsföreningen i", "Stiftelsen i"];
pub(super) const PROCESSORS: [&str; 5] = [
    "Molntjänsten Exempel AB",
    "Lönesystem Exempel AB",
    "Journalsystem Exempel AB",
    "Tryckeriet Exempel AB",
    "Drift Exempel AB",
];

pub(super) const CONTACTS: [&str; 3] = ["Exempel Exempelsson", "Test Testsson", "Prov Provsson"];
pub(super) const ROLES: [&str; 3] = [
    "Dataskyddsombud",
    "Informationssäkerhetssamordnare",
    "Enhetschef",
];
pub(super) const EMAILS: [&str; 2] = [
    "dataskyddsombud@example.se",
    "registrator@kommun.example.se",
];
pub(super) const PHONES: [&str; 3] = ["08-465 004 01", "0701740605", "+46 8 465 004 02"];

/// What happened. Every text is longer than a thin description.
pub(super) const DESCRIPTIONS: [&str; 8] = [
    "Ett brev med uppgifter om ett ärende skickades till fel mottagare. Mottagaren hörde av sig och lämnade tillbaka brevet oläst.",
    "En medarbetare skickade en lista över deltagare till fel adress. Listan innehöll namn och kontaktuppgifter.",
    "Behörigheterna i verksamhetssystemet var felaktigt inställda efter en uppdatering, så att fler än avsett kunde läsa ärenden.",
    "En dator utan krypterad disk stals ur ett låst kontor under natten. Polisanmälan är gjord och kontot är spärrat.",
    "Leverantören meddelade att obehöriga hade kommit åt en server där uppgifter om våra användare lagras.",
    "Ett protokoll publicerades på webbplatsen utan att uppgifterna hade dolts. Det togs ned samma dag.",
    "En handling lämnades kvar i ett konferensrum och hittades av en besökare, som lämnade in den i receptionen.",
    "Ett utskick med öppna mottagare gjorde att alla mottagare kunde se varandras adresser.",
];
/// How it went on. Real descriptions have a thousand characters and more. No sentence
/// occurs twice in one description.
pub(super) const DETAILS: [&str; 18] = [
    "Det uppmärksammades när mottagaren ringde till kundtjänst och berättade att försändelsen inte var avsedd för henne.",
    "Handläggaren kontaktade genast sin närmaste chef, som i sin tur vände sig till dataskyddsombudet för råd om fortsatt hantering.",
    "Av en genomgång framgår att uppgifterna låg framme under en kortare tid och att ett fåtal personer kan ha tagit del av dem.",
    "Det är inte klarlagt om någon faktiskt läste innehållet, men det kan heller inte uteslutas i nuläget.",
    "Uppgifterna rör i huvudsak ärenden som avslutades under föregående år och som var på väg att gallras.",
    "Enligt rutinen ska två medarbetare jämföra adressen med registret innan något lämnar enheten, vilket inte skedde den här gången.",
    "Orsaken bedöms vara tidspress i samband med en omorganisation där flera uppgifter flyttades mellan enheterna.",
    "Systemförvaltaren har gått igenom behörigheterna och rättat de roller som hade fått för vid åtkomst efter bytet.",
    "Samma dag togs filen bort från den gemensamma ytan och sökmotorernas sparade kopior begärdes borttagna.",
    "Mottagaren har skriftligen bekräftat att handlingen är förstörd och att innehållet inte har förts vidare till någon annan.",
    "Berörda medarbetare har fått en förnyad genomgång av hur adressuppgifter ska kontrolleras före varje utskick.",
    "Vi har också bett leverantören att redovisa vilka loggar som finns kvar och hur länge de kommer att sparas.",
    "En första uppskattning av omfattningen gjordes samma eftermiddag och har därefter justerats när fler underlag kom in.",
    "Det saknas tecken på att någon utomstående har försökt utnyttja det inträffade, men bevakningen fortsätter.",
    "Händelsen är registrerad i vårt eget system för avvikelser och kommer att följas upp vid nästa ledningsgenomgång.",
    "Vid kontroll av tidigare utskick hittades inga fler exempel på samma fel, varken i år eller under fjolåret.",
    "Den mall som användes hade kvar adressfältet från ett äldre ärende, och felet syntes inte i förhandsgranskningen.",
    "Enheten har tillfälligt stoppat liknande utskick tills en ny kontroll är på plats och har prövats i mindre skala.",
];
/// One passage of more than eighty characters, to be pasted twice.
pub(super) const PASSAGE: &str = "Enheten fick kännedom om händelsen när en handläggare gick igenom loggarna för den gångna veckan. ";
pub(super) const THIN: &str = "Brev till fel person.";

pub(super) const REASONS: [&str; 3] = [
    "Det tog tid att utreda vad som hade hänt och vilka som berördes, därför kommer anmälan senare.",
    "Det var först oklart om händelsen var en personuppgiftsincident som skulle anmälas till myndigheten.",
    "Ansvarig handläggare var frånvarande och uppgifterna fick samlas in från flera enheter.",
];
/// A reason that claims to be on time (D007).
pub(super) const CLAIM: &str = "Dataskyddsombudet fick veta det först i går. Anmälan görs därmed inom 72 timmar från vetskapen.";

/// Reasons that say nothing, or only name a weekend and workload (D003).
pub(super) const STUB: &str = "Se ovan.";
pub(super) const EXCUSE: &str = "Helg emellan och hög arbetsbelastning.";

/// Passages that reveal persons or other regimes.
pub(super) const WITH_PERSON: &str =
    "Ett brev till 811218-9876 lades i fel kuvert och kom till en annan mottagare.";
pub(super) const WITH_DIGITS: &str =
    "Ett brev till kund 6408233234 lades i fel kuvert och kom till en annan mottagare.";
pub(super) const WITH_ADDRESS: &str =
    "Ett brev lades i fel kuvert; svar lämnas av exempel@example.se vid frågor om det.";
pub(super) const WITH_SECURITY: &str =
    "Händelsen är även anmäld till Säkerhetspolisen enligt reglerna om säkerhetsskydd.";
pub(super) const ENCRYPTED_DISK: &str =
    "Disken var krypterad och nyckeln har inte lämnat organisationen.";

pub(super) const ACTIONS: [&str; 5] = [
    "Mottagaren kontaktades och ombads att förstöra handlingen.",
    "Behörigheterna rättades och loggarna gicks igenom.",
    "Rutinen för utskick sågs över tillsammans med berörda medarbetare.",
    "Leverantören har bekräftat att felet är avhjälpt.",
    "Personalen påmindes om gällande rutiner vid ett möte.",
];
pub(super) const REASONS_NOT: [&str; 2] = [
    "Uppgifterna är återlämnade och bedöms inte ha spridits vidare.",
    "Risken för de registrerade bedöms som låg eftersom uppgifterna redan var offentliga.",
];
pub(super) const COMMENTS: [&str; 3] = [
    "Ungefärlig tidpunkt.",
    "Enligt leverantörens uppgift.",
    "Tidpunkten framgår av loggen.",
];
pub(super) const OTHERS: [&str; 2] = [
    "Ett handhavande som inte passar i listan.",
    "Framgår av beskrivningen.",
];
pub(super) const SECRECY: &str = "Uppgifterna om systemets uppbyggnad bör omfattas av sekretess.";
