//! Waves: one event at a supplier, of which many controllers notify, each in its way. Some take
//! over the supplier's text with slips of the pen, some add to it, some use their own words.
//! Beside them stand look-alikes that are of different events: the same text months apart, and
//! the same everyday processor on the same day.

use std::ops::Range;

use fastrand::Rng;
use jiff::ToSpan;
use jiff::civil::{Date, Time, date};

use crate::synth::plan::{Action, Number, One, Plan, Stamp, When, numbered};
use crate::synth::words;

/// How many members a wave has at least and at most.
const SIZES: Range<f64> = 20.0..2000.0;
/// No more than this share of a corpus is in waves.
const MOST: f64 = 0.4;
/// How many pairs of look-alikes there are for each wave.
const PAIRS: usize = 4;
/// How many controllers there are in waves, and how many small suppliers beside.
const CONTROLLERS: usize = 6000;
const SUPPLIERS: usize = 400;

/// Which notifications of a corpus are in which wave.
#[derive(Debug, Default)]
pub(super) struct Waves {
    count: usize,
    step: usize,
    /// The places of the members of each wave.
    places: Vec<Range<usize>>,
    /// The first notification of each.
    firsts: Vec<usize>,
}

/// What a notification is.
enum Role {
    Everyday,
    /// The member of a wave, and which one.
    Member(usize, usize),
    /// One of two look-alikes: the pair, and the first or the second.
    Alike(usize, usize),
}

impl Waves {
    /// Lays waves over a corpus.
    pub(super) fn new(count: usize, waves: usize, seed: u64) -> Self {
        if waves == 0 || count == 0 {
            return Self::default();
        }
        let mut rng = Rng::with_seed(seed ^ 0x0057_A7E5);
        let most = (count as f64 * MOST / waves as f64).max(2.0);
        let mut start = 0;
        let mut places = Vec::with_capacity(waves);
        for _ in 0..waves {
            let size = SIZES.start * (SIZES.end / SIZES.start).powf(rng.f64());
            let size = size.min(most) as usize;
            places.push(start..(start + size).min(count));
            start += size;
        }
        let mut own = Self {
            count,
            step: step(count),
            firsts: vec![usize::MAX; waves],
            places,
        };
        for index in 0..count {
            if let Role::Member(wave, _) = own.role(index) {
                own.firsts[wave] = own.firsts[wave].min(index);
            }
        }
        own
    }

    /// Whether there is any.
    pub(super) fn is_some(&self) -> bool {
        self.count > 0
    }

    fn role(&self, index: usize) -> Role {
        let place = index * self.step % self.count;
        let after = self.places.last().map_or(0, |last| last.end);
        if place < after {
            let wave = self.places.partition_point(|own| own.end <= place);
            return Role::Member(wave, place - self.places[wave].start);
        }
        let pair = (place - after) / 2;
        if pair < PAIRS * self.places.len() {
            Role::Alike(pair, (place - after) % 2)
        } else {
            Role::Everyday
        }
    }

    /// The first notification of the event that one is of, if it is in a wave.
    pub(super) fn incident(&self, index: usize) -> Option<usize> {
        if !self.is_some() {
            return None;
        }
        match self.role(index) {
            Role::Member(wave, _) => Some(self.firsts[wave]),
            _ => None,
        }
    }

    /// Makes of an everyday notification what it is in a corpus with waves.
    pub(super) fn shape(&self, plan: &mut Plan, (seed, index): (u64, usize), rng: &mut Rng) {
        match self.role(index) {
            Role::Everyday => {
                if !plan.processors.is_empty() && rng.u8(..100) < 40 {
                    plan.processors = vec![small_supplier(rng.usize(..SUPPLIERS))];
                }
            }
            Role::Member(wave, member) => {
                let event = Event::draw(seed, wave);
                event.notify(plan, controller(member * 37 + wave * 101), rng);
            }
            Role::Alike(pair, which) => alike(plan, (seed, pair, which), rng),
        }
    }
}

/// A step that meets every place of a corpus once.
fn step(count: usize) -> usize {
    let divides = |mut a: usize, mut b: usize| {
        while b > 0 {
            (a, b) = (b, a % b);
        }
        a > 1
    };
    let mut step = (count as f64 * 0.618) as usize + 1;
    while divides(step, count) {
        step += 1;
    }
    step
}

/// What happened at a supplier.
struct Event {
    day: Date,
    product: String,
    processor: (String, Number),
    /// Its letter to its customers, in sentences.
    letter: Vec<String>,
}

impl Event {
    fn draw(seed: u64, wave: usize) -> Self {
        let mut rng = Rng::with_seed(seed.rotate_left(17) ^ (wave as u64 + 1) << 40);
        let product = invented(&mut rng);
        // Some happen at a supplier that is in the papers all year.
        let processor = if wave % 4 == 3 {
            let which = wave / 4 % words::PROCESSORS.len();
            let name = words::PROCESSORS[which].to_owned();
            (
                name,
                Number::Good(numbered(556_700_000 + which as u64 * 11)),
            )
        } else {
            let number = numbered(556_800_000 + wave as u64 * 13);
            (format!("{product} Sverige AB"), Number::Good(number))
        };
        let sentences = rng.clone().usize(4..=7);
        let letter: Vec<&str> = rng.choose_multiple(LETTER, sentences);
        Self {
            day: date(rng.i16(2019..=2024), rng.i8(1..=12), rng.i8(1..=28)),
            letter: letter
                .into_iter()
                .map(|pattern| expanded(pattern, &product, &mut rng))
                .collect(),
            product,
            processor,
        }
    }

    /// The notification of one controller.
    fn notify(&self, plan: &mut Plan, at: usize, rng: &mut Rng) {
        let delay = (-4.0 * (1.0 - rng.f64()).ln()).min(40.0) as i64;
        let known = self.day + delay.days();
        happen(plan, (self.day, known), rng);
        name(plan, at);
        let text = match rng.u8(..100) {
            0..60 => self.copied(rng),
            60..85 => self.copied(rng) + " " + &self.own(rng, 2),
            _ => self.own(rng, 4),
        };
        plan.description = Some(text);
        let involved = rng.u8(..100) < 95;
        plan.involved = One::Of(if involved { &words::YES } else { &words::NO });
        plan.processors = match rng.u8(..100) {
            _ if !involved => Vec::new(),
            0..8 => vec![(self.processor.0.clone(), Number::Blank)],
            _ => vec![self.processor.clone()],
        };
    }

    /// The letter, without some of its sentences and with slips of the pen.
    fn copied(&self, rng: &mut Rng) -> String {
        let kept = self.letter.iter().filter(|_| rng.u8(..100) < 88);
        let mut kept: Vec<&str> = kept.map(String::as_str).collect();
        if kept.len() < 2 {
            kept = self.letter.iter().map(String::as_str).collect();
        }
        mistyped(&kept.join(" "), rng)
    }

    /// Some sentences of the controller's own.
    fn own(&self, rng: &mut Rng, sentences: usize) -> String {
        let patterns: Vec<&str> = rng.choose_multiple(OWN, sentences);
        let own = patterns
            .into_iter()
            .map(|pattern| expanded(pattern, &self.product, rng));
        own.collect::<Vec<_>>().join(" ")
    }
}

/// One of two notifications that look alike and are not of one event.
fn alike(plan: &mut Plan, (seed, pair, which): (u64, usize, usize), rng: &mut Rng) {
    let mut shared = Rng::with_seed(seed.rotate_left(29) ^ (pair as u64 + 1) << 20);
    let day = date(
        shared.i16(2019..=2023),
        shared.i8(1..=12),
        shared.i8(1..=28),
    );
    let at = CONTROLLERS + 2 * pair + which;
    if pair.is_multiple_of(2) {
        // The same letter about the same product, long after.
        let event = Event::draw(seed, 1_000_000 + pair);
        let day = day + (which as i64 * shared.i64(150..360)).days();
        happen(plan, (day, day), rng);
        plan.description = Some(event.copied(rng));
        plan.processors = vec![event.processor];
        plan.involved = One::Of(&words::YES);
    } else {
        // The same everyday processor on the same day.
        happen(plan, (day, day), rng);
        let name = words::PROCESSORS[pair / 2 % words::PROCESSORS.len()].to_owned();
        let number = numbered(556_700_000 + (pair / 2 % words::PROCESSORS.len()) as u64 * 11);
        plan.processors = vec![(name, Number::Good(number))];
        plan.involved = One::Of(&words::YES);
    }
    name(plan, at);
}

/// Gives a notification its days. It is received the day after its discovery.
pub(super) fn happen(plan: &mut Plan, (occurred, known): (Date, Date), rng: &mut Rng) {
    let at = |date: Date, hour: i8| When {
        date: Some(date),
        time: Some(Time::constant(hour, 0, 0, 0)),
        ..When::default()
    };
    plan.occurred = at(occurred, 8);
    plan.discovered = at(known, 10);
    plan.ongoing = One::Of(&words::YES);
    plan.ended = When::default();
    plan.receipt = Stamp {
        date: known.tomorrow().unwrap_or(known),
        time: Some(Time::constant(9, rng.i8(1..59), 0, 0)),
    };
    plan.reason = None;
    plan.cause = One::Of(&words::CAUSES[2].1);
    plan.cause_comment = None;
    plan.actions = vec![Action {
        at: at(known, 15),
        text: Some(words::ACTIONS[3]),
    }];
    plan.informed = One::Of(&words::NO);
    plan.informed_at = When::default();
    plan.will_inform = One::Of(&words::UNDECIDED);
    plan.planned_at = When::default();
    plan.reason_not = None;
}

/// Gives a notification a controller of its own, in its sector.
fn name(plan: &mut Plan, at: usize) {
    let (kinds, first): (&[&str], u64) = match plan.sector {
        sector if sector.is("public") => (&words::PUBLIC_BODIES, 212_000_000),
        sector if sector.is("private") => (&words::COMPANIES, 556_100_000),
        _ => (&words::ASSOCIATIONS, 802_400_000),
    };
    let kind = kinds[at % kinds.len()];
    let place = words::PLACES[at / 5 % words::PLACES.len()];
    plan.controller = Some(format!("{kind} {place} {}", letters(at)));
    plan.number = Number::Good(numbered(first + (1000 + at as u64) * 7));
}

fn controller(at: usize) -> usize {
    at % CONTROLLERS
}

fn small_supplier(which: usize) -> (String, Number) {
    let number = numbered(556_900_000 + which as u64 * 13);
    (
        format!("Leverantör {} AB", letters(which)),
        Number::Good(number),
    )
}

/// A number in letters.
fn letters(number: usize) -> String {
    let (mut letters, mut rest) = (String::new(), number + 26);
    while rest > 0 {
        letters.push(char::from(b'a' + (rest % 26) as u8));
        rest /= 26;
    }
    letters
}

/// The name of a product that does not exist.
fn invented(rng: &mut Rng) -> String {
    let mut name = String::new();
    for _ in 0..3 {
        name.push(char::from(b"bdfgklmnprstv"[rng.usize(..13)]));
        name.push(char::from(b"aeiouy"[rng.usize(..6)]));
    }
    name[..1].to_uppercase() + &name[1..] + "ia"
}

/// A pattern with one of the words of each bracket, and with the product.
fn expanded(pattern: &str, product: &str, rng: &mut Rng) -> String {
    let mut text = String::new();
    for part in pattern.split('[') {
        let (choice, rest) = part.split_once(']').unwrap_or(("", part));
        let words: Vec<&str> = choice.split('|').collect();
        text.push_str(words[rng.usize(..words.len())]);
        text.push_str(rest);
    }
    text.replace('@', product)
}

/// A text with a slip of the pen in one word of fifty.
fn mistyped(text: &str, rng: &mut Rng) -> String {
    let words = text.split(' ').map(|word| {
        let mut letters: Vec<char> = word.chars().collect();
        if letters.len() > 3 && rng.u8(..50) == 0 {
            let at = rng.usize(1..letters.len() - 1);
            match rng.u8(..3) {
                0 => letters.swap(at, at - 1),
                1 => letters.insert(at, letters[at]),
                _ => drop(letters.remove(at)),
            }
        }
        letters.into_iter().collect::<String>()
    });
    words.collect::<Vec<_>>().join(" ")
}

/// What suppliers write.
const LETTER: [&str; 12] = [
    "Vår leverantör av @ har [meddelat|informerat oss om|bekräftat] att [en obehörig|en angripare|en okänd part] har [fått åtkomst till|tagit sig in i|kommit åt] [deras driftmiljö|en av deras servrar|systemets databas].",
    "[Angreppet|Intrånget|Händelsen] [upptäcktes|uppmärksammades|noterades] när [övervakningen larmade|en tekniker såg ovanlig trafik|tjänsten slutade svara] och @ [togs ned|kopplades från nätet|stängdes] [omgående|samma kväll|inom några timmar].",
    "De uppgifter som [kan ha|bedöms ha|troligen har] [läckt|kopierats|röjts] är [namn, adress och personnummer|löner och anställningsuppgifter|sjukfrånvaro och rehabilitering|inloggningsuppgifter och e-postadresser].",
    "Leverantören har [anlitat|tagit hjälp av|kopplat in] [externa specialister|ett säkerhetsföretag|forensisk expertis] för att [utreda|kartlägga|analysera] [omfattningen|förloppet|vilka filer som berörs].",
    "@ används av oss för [lönehantering|schemaläggning|ärendehantering|elevdokumentation|bokning av besök] och omfattar [samtliga anställda|alla verksamheter|flera förvaltningar].",
    "En [polisanmälan|anmälan till polisen] är [gjord|upprättad] av leverantören, som också har [kontaktat|underrättat] [berörda myndigheter|sina försäkringsgivare|CERT-SE].",
    "Angriparen [hotar med att publicera|har publicerat|påstår sig ha] [filer|material|data] från @ på [en sida på det mörka nätet|ett forum|en läcksajt].",
    "Säkerhetskopior [finns|är intakta|har kontrollerats] och [återläsning|återställning] [pågår|påbörjas under veckan|är planerad] [enligt en prioriterad lista|kund för kund|i en ny miljö].",
    "[Sårbarheten|Felet|Bristen] fanns i [en komponent för filöverföring|en äldre inloggningstjänst|ett gränssnitt mot tredje part] som @ [använder|bygger på|levereras med].",
    "Vi har [begärt|efterfrågat|krävt] en [skriftlig redogörelse|fullständig rapport|lista över berörda personer] av leverantören [senast på fredag|inom en vecka|så snart det går].",
    "Kunder i @ uppmanas att [byta lösenord|spärra integrationer|granska sina loggar] och att [vara vaksamma på|rapportera] [nätfiske|misstänkta samtal|ovanliga inloggningar].",
    "Åtkomsten [pågick|bedöms ha pågått] [i flera dygn|under en natt|sedan helgen] innan [den upptäcktes|behörigheten drogs in|brandväggen stängdes].",
];
/// What controllers write of it in their own words.
const OWN: [&str; 9] = [
    "[I dag|Under gårdagen|I morse] fick [vi|förvaltningen|vår it-avdelning] [besked|ett mejl|ett samtal] om att @ är [hackat|utsatt för en attack|angripet].",
    "Vi vet [inte|ännu inte|i nuläget inte] [säkert|exakt] om just våra [medarbetares|invånares|kunders] uppgifter finns med.",
    "[Systemförvaltaren|Kontaktpersonen|Enhetschefen] för @ har [samlat|kallat] [en grupp|krisledningen] som [träffas|stämmer av] [varje dag|morgon och kväll].",
    "Hos oss finns [ungefär|drygt|nära] [hundra|tusen|ett par hundra] [personer|användare|konton] i @.",
    "[Ansvarig nämnd|Ledningen|Styrelsen] är [informerad|underrättad] och [följer|bevakar] [utvecklingen|läget] [noga|löpande].",
    "[Anställda|De berörda] har [fått|nåtts av] [information|ett meddelande] på [intranätet|arbetsplatsträffen|vår webbplats] om @.",
    "Vi [misstänker|tror|befarar] att [gamla|avslutade|äldre] [ärenden|anställningar|poster] också [ligger kvar|kan vara drabbade].",
    "[Avtalet|Biträdesavtalet] med leverantören av @ [ses över|gås igenom] av [juristen|upphandlingen|dataskyddsombudet].",
    "Vår [egen drift|övriga miljö] är [inte påverkad|opåverkad] [såvitt vi kan se|enligt våra loggar].",
];
