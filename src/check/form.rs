//! Family F: what reading the form met. Readers and binding raise these rules where they meet it.

use crate::check::rule::Basis::{self, Is};
use crate::check::rule::Rule;
use crate::check::rule::Run::Declared;
use crate::config::Words;
use crate::finding::Code;
use crate::finding::Severity::{Info, Warning};

const FORM: Basis = Is(Words::new(
    "Formuläret (frågor och svarsalternativ)",
    "The form (its questions and options)",
));
const TABLE: Basis = Is(Words::new(
    "Programmets regel för tabeller",
    "The program's rule for tables",
));
const COPY: Basis = Is(Words::new(
    "Formuläret (kopians skick)",
    "The form (the state of the copy)",
));

pub(crate) const UNKNOWN_QUESTION: Rule = Rule {
    code: Code::new(*b"F001"),
    name: "unknown-question",
    title: Words::new("Okänd fråga eller okänt fält", "Unknown question or field"),
    severity: Warning,
    or: &[],
    message: Words::new(
        "Formulärversionen har inte ”{field}”; det som står där lästes inte.",
        "The form edition does not have \"{field}\"; what stands there was not read.",
    ),
    why: Words::new(
        "Ett fält eller en fråga som formulärversionen saknar tyder på en annan version eller ett felskrivet fältnamn. Svaret räknas inte med.",
        "A field or question that the edition lacks points to another edition or a misspelt field name. The answer is not counted.",
    ),
    basis: FORM,
    example: Words::new(
        "Fältet `incident.discoverd` i en JSON-fil, eller en rad ”38. Övriga upplysningar” i en kopia.",
        "The field `incident.discoverd` in a JSON file, or a line \"38. Further remarks\" in a copy.",
    ),
    run: Declared,
};

pub(crate) const UNKNOWN_OPTION: Rule = Rule {
    code: Code::new(*b"F002"),
    name: "unknown-option",
    title: Words::new("Okänt svarsalternativ", "Unknown option"),
    severity: Warning,
    or: &[],
    message: Words::new(
        "Svaret på ”{part}”{at_question} finns inte bland frågans svarsalternativ.",
        "The answer to \"{part}\"{at_question} is not among the options of the question.",
    ),
    why: Words::new(
        "Frågan har en sluten lista. Ett annat svar kan inte räknas till någon kategori utan redovisas som det står.",
        "The question has a closed list. Any other answer belongs to no category and is shown as found.",
    ),
    basis: FORM,
    example: Words::new(
        "Fråga {affected.subject_groups}: ”Grannar”.",
        "Question {affected.subject_groups}: \"Neighbours\".",
    ),
    run: Declared,
};

pub(crate) const UNREADABLE_VALUE: Rule = Rule {
    code: Code::new(*b"F003"),
    name: "unreadable-value",
    title: Words::new("Oläsligt värde", "Unreadable value"),
    severity: Warning,
    or: &[],
    message: Words::new(
        "Värdet i ”{part}”{at_question} kan inte läsas som ett sådant värde som frågan begär; svaret räknas som ”går inte att avgöra”.",
        "The value of \"{part}\"{at_question} cannot be read as the kind of value that is asked for; it counts as undeterminable.",
    ),
    why: Words::new(
        "Ett datum, klockslag, antal eller intervall som inte kan läsas kan varken bedömas eller räknas. Programmet gissar inte.",
        "A date, time, number or band that cannot be read can be neither judged nor counted. The program does not guess.",
    ),
    basis: FORM,
    example: Words::new("Datum: ”i förra veckan”.", "Date: \"last week\"."),
    run: Declared,
};

pub(crate) const READ_LENIENTLY: Rule = Rule {
    code: Code::new(*b"F004"),
    name: "read-leniently",
    title: Words::new("Ovanligt skrivsätt", "Unusual writing"),
    severity: Info,
    or: &[],
    message: Words::new(
        "Värdet i ”{part}”{at_question} är inte skrivet på det vanliga sättet men lästes ändå.",
        "The value of \"{part}\"{at_question} is not written in the usual way but was read all the same.",
    ),
    why: Words::new(
        "Den som granskar ska kunna se vilka värden som programmet har tolkat.",
        "Whoever reviews must be able to see which values were read from another way of writing.",
    ),
    basis: Is(Words::new(
        "Formuläret (datum ÅÅÅÅ-MM-DD, klockslag TT:MM, hela tal)",
        "The form (dates YYYY-MM-DD, times HH:MM, whole numbers)",
    )),
    example: Words::new(
        "”kl 9”, ”24:00”, ”210212”, ”ca 50”.",
        "\"kl 9\", \"24:00\", \"210212\", \"ca 50\".",
    ),
    run: Declared,
};

pub(crate) const SELECTION_LOST: Rule = Rule {
    code: Code::new(*b"F005"),
    name: "selection-lost",
    title: Words::new("Kryssen saknas i kopian", "Ticks missing in the copy"),
    severity: Info,
    or: &[],
    message: Words::new(
        "Vilka alternativ som var ikryssade i ”{part}”{at_question} framgår inte av kopian; svaret kan inte avgöras.",
        "The copy does not show which options of \"{part}\"{at_question} were ticked; the answer cannot be determined.",
    ),
    why: Words::new(
        "I textkopian försvinner kryssen. Att räkna alla alternativ, eller inget, vore att gissa.",
        "The text copy loses the ticks. To count all options, or none, would be to invent.",
    ),
    basis: COPY,
    example: Words::new(
        "Fråga {affected.data_categories} i en textkopia: nitton rader, inget kryss.",
        "Question {affected.data_categories} in a text copy: nineteen lines, no tick.",
    ),
    run: Declared,
};

pub(crate) const OUT_OF_ORDER: Rule = Rule {
    code: Code::new(*b"F006"),
    name: "question-out-of-order",
    title: Words::new("Frågor i fel ordning", "Questions out of order"),
    severity: Warning,
    or: &[],
    message: Words::new(
        "Frågan står efter en fråga med högre nummer, eller två gånger utan att den upprepas{at_question}.",
        "The question stands after one with a higher number, or twice although it does not repeat{at_question}.",
    ),
    why: Words::new(
        "Frågorna ska stå i formulärets ordning. Annars kan sidor ha bytt plats eller två kopior ha blandats ihop.",
        "The order is the form's. Where it is broken, pages may have changed places or two copies been mixed.",
    ),
    basis: COPY,
    example: Words::new(
        "Fråga {incident.ongoing} efter fråga {incident.type}.",
        "Question {incident.ongoing} after question {incident.type}.",
    ),
    run: Declared,
};

pub(crate) const MASKED_ANSWER: Rule = Rule {
    code: Code::new(*b"F007"),
    name: "masked-answer",
    title: Words::new("Maskerat svar", "Masked answer"),
    severity: Info,
    or: &[],
    message: Words::new(
        "Svaret i ”{part}”{at_question} är maskerat; det räknas som ”går inte att avgöra”, inte som obesvarat.",
        "The answer to \"{part}\"{at_question} is masked; it counts as undeterminable, not as blank.",
    ),
    why: Words::new(
        "Den som lämnade ut kopian har dolt svaret. Att det saknas säger inget om anmälan.",
        "Whoever released the copy hid the answer. That it is not there says nothing about the notification.",
    ),
    basis: COPY,
    example: Words::new("”███” eller ”[sekretess]”.", "\"███\" or \"[sekretess]\"."),
    run: Declared,
};

pub(crate) const EDITION_UNCERTAIN: Rule = Rule {
    code: Code::new(*b"F008"),
    name: "edition-uncertain",
    title: Words::new("Osäker formulärversion", "Form edition uncertain"),
    severity: Info,
    or: &[],
    message: Words::new(
        "{why}; formulärversionen är osäker.",
        "{why}; the form edition is uncertain.",
    ),
    why: Words::new(
        "Svar tolkas efter en formulärversion. Är den osäker är också tolkningen det.",
        "Answers are read by an edition of the form. If that is uncertain, so is the reading.",
    ),
    basis: COPY,
    example: Words::new(
        "En kopia med bara de två första sidorna.",
        "A copy of only the first two pages.",
    ),
    run: Declared,
};

pub(crate) const EXTRA_OPTION_WITH_NONE: Rule = Rule {
    code: Code::new(*b"F009"),
    name: "extra-option-with-none",
    title: Words::new(
        "”Vet ej” tillsammans med svar",
        "“Unknown” together with answers",
    ),
    severity: Warning,
    or: &[],
    message: Words::new(
        "I ”{part}”{at_question} är ”vet ej” angivet tillsammans med {count} bestämda alternativ; de bestämda räknas.",
        "In \"{part}\"{at_question} \"don't know\" is ticked together with {count} concrete options; the concrete ones count.",
    ),
    why: Words::new(
        "Båda kan inte gälla. Troligen lades alternativen till när mer hade blivit känt.",
        "Both cannot hold. Probably the options were added when more became known.",
    ),
    basis: FORM,
    example: Words::new(
        "Fråga {affected.data_categories}: ”Okänd” och ”Hälsa”.",
        "Question {affected.data_categories}: \"Unknown\" and \"Health\".",
    ),
    run: Declared,
};

pub(crate) const QUESTION_LOST: Rule = Rule {
    code: Code::new(*b"F010"),
    name: "question-lost",
    title: Words::new("Fråga saknas i kopian", "Question missing in the copy"),
    severity: Info,
    or: &[],
    message: Words::new(
        "”{part}”{at_question} ska visas men rubriken saknas i kopian; svaret kan inte avgöras.",
        "\"{part}\"{at_question} should be shown but the copy lacks its heading; the answer cannot be determined.",
    ),
    why: Words::new(
        "En sida eller en rad kan ha fallit bort. Frågan räknas därför inte som obesvarad.",
        "A page or a line may have been lost. The question therefore does not count as unanswered.",
    ),
    basis: COPY,
    example: Words::new(
        "Rubriken till fråga {consequences.severity} saknas.",
        "The heading of question {consequences.severity} is missing.",
    ),
    run: Declared,
};

pub(crate) const KEYS_REPEAT: Rule = Rule {
    code: Code::new(*b"F011"),
    name: "keys-repeat",
    title: Words::new(
        "Samma nummer på flera rader",
        "A number stands in several rows",
    ),
    severity: Warning,
    or: &[],
    message: Words::new(
        "{keys} diarienummer eller referenser står på flera rader i tabellen, sammanlagt {rows} rader. Varje rad lästes för sig; rader med samma nummer är kopior eller versioner av en anmälan (M001, M002) och räknas en gång, om inte ett annat nummer i dem eller dagen för upptäckten skiljer.",
        "{keys} case numbers or references stand in several rows of the table, {rows} rows in all. Each row was read by itself; rows with the same number are copies or versions of one notification (M001, M002) and count once, unless another number in them or the day of discovery differs.",
    ),
    why: Words::new(
        "Står en incident på flera rader, en för varje grupp eller typ av uppgift, saknas det som står på de andra raderna, och antalet blir fel om raderna ändå är olika anmälningar.",
        "If one breach stands in several rows, one for each group or type of data, what stands in the other rows is missing, and the count is wrong if the rows are different notifications after all.",
    ),
    basis: TABLE,
    example: Words::new(
        "Diarienumret AB1 på fyra rader, en för varje typ av uppgift.",
        "The case number AB1 in four rows, one for each type of data.",
    ),
    run: Declared,
};

pub(crate) const SEVERAL_FORMATS_FIT: Rule = Rule {
    code: Code::new(*b"F012"),
    name: "several-formats-fit",
    title: Words::new(
        "Flera format passar värdet",
        "Several formats fit the value",
    ),
    severity: Warning,
    or: &[],
    message: Words::new(
        "Värden i kolumnen ”{column}” (antal: {times}) passar flera av formaten i mappningen, med olika resultat; de räknas som ”går inte att avgöra”. Ta bort ett format, eller skriv prefer = \"first\" om det första gäller.",
        "Values in the column \"{column}\" (number: {times}) fit several formats of the mapping, with different results; they count as undeterminable. Leave out a format, or say prefer = \"first\" if the first applies.",
    ),
    why: Words::new(
        "03/04/2021 är den tredje april eller den fjärde mars. Vilket vet bara den som vet hur registret skrivs; programmet gissar inte. Det sägs en gång för varje kolumn.",
        "03/04/2021 is the third of April or the fourth of March. Only who knows how the register is written knows which; the program does not guess. It is said once for each column.",
    ),
    basis: Is(Words::new("Mappningen (format)", "The mapping (format)")),
    example: Words::new(
        "`format = [\"%d/%m/%Y\", \"%m/%d/%Y\"]` och värdet ”03/04/2021”.",
        "`format = [\"%d/%m/%Y\", \"%m/%d/%Y\"]` and the value \"03/04/2021\".",
    ),
    run: Declared,
};

pub(crate) const NO_HEADER_ROW: Rule = Rule {
    code: Code::new(*b"F013"),
    name: "no-header-row",
    title: Words::new("Tabell utan rubrikrad", "Table without a header row"),
    severity: Warning,
    or: &[],
    message: Words::new(
        "Tabellens första rad är ingen rubrikrad; inget i tabellen lästes.",
        "The first row of the table is no header; nothing in the table was read.",
    ),
    why: Words::new(
        "Vilken kolumn som är vilken framgår bara av rubrikerna. Utan dem kan ingen anmälan läsas, och att gissa ger fel svar i fel fråga.",
        "Which column is which follows only from the headings. Without them no notification can be read, and a guess would put answers to the wrong question.",
    ),
    basis: TABLE,
    example: Words::new(
        "Första raden är ”KS 2024/11;2024-01-09;57”.",
        "The first row is \"KS 2024/11;2024-01-09;57\".",
    ),
    run: Declared,
};

pub(crate) const ROWS_NOT_COUNTED: Rule = Rule {
    code: Code::new(*b"F014"),
    name: "rows-not-counted",
    title: Words::new("Rader som inte räknas", "Rows that are not counted"),
    severity: Info,
    or: &[],
    message: Words::new(
        "Rader i tabellen som inte är anmälningar räknas inte: {rows}.",
        "Rows of the table that are no notifications are not counted: {rows}.",
    ),
    why: Words::new(
        "Summor, mellanrubriker, upprepade rubrikrader och fotnoter skulle annars räknas som anmälningar, och personer dubbelt.",
        "Sums, headings, repeated header rows and notes would otherwise count as notifications, and people twice.",
    ),
    basis: TABLE,
    example: Words::new("En sista rad ”Summa;;158”.", "A last row \"Total;;158\"."),
    run: Declared,
};

pub(crate) const HIDDEN_ROWS: Rule = Rule {
    code: Code::new(*b"F015"),
    name: "hidden-rows",
    title: Words::new("Dolda rader", "Hidden rows"),
    severity: Info,
    or: &[],
    message: Words::new(
        "Bladet har dolda rader ({rows}), till exempel efter ett filter. De läses som de andra.",
        "The sheet has hidden rows ({rows}), perhaps by a filter. They are read as the others are.",
    ),
    why: Words::new(
        "Den som räknar raderna på skärmen får ett annat antal än rapporten.",
        "Who counts the rows on the screen finds another number than the report.",
    ),
    basis: TABLE,
    example: Words::new(
        "Ett filter i Excel visar bara årets rader.",
        "A filter in Excel shows this year's rows alone.",
    ),
    run: Declared,
};

pub(super) const RULES: &[Rule] = &[
    UNKNOWN_QUESTION,
    UNKNOWN_OPTION,
    UNREADABLE_VALUE,
    READ_LENIENTLY,
    SELECTION_LOST,
    OUT_OF_ORDER,
    MASKED_ANSWER,
    EDITION_UNCERTAIN,
    EXTRA_OPTION_WITH_NONE,
    QUESTION_LOST,
    KEYS_REPEAT,
    SEVERAL_FORMATS_FIT,
    NO_HEADER_ROW,
    ROWS_NOT_COUNTED,
    HIDDEN_ROWS,
];

#[cfg(test)]
mod tests {
    use crate::check::testing::found;
    use serde_json::json;

    #[test]
    fn the_base_notification_is_silent() {
        assert_eq!(found(&json!({})), Vec::<String>::new());
    }

    #[test]
    fn what_reading_meets_is_told() {
        for (change, expected) in [
            (json!({"incident": {"discoverd": {}}}), vec!["F001 W"]),
            (
                json!({"affected": {"subject_groups": ["Marsbor"]}}),
                vec!["F002 W"],
            ),
            (
                json!({"incident": {"ended": {"date": "i förra veckan"}}}),
                vec!["F003 W"],
            ),
            (
                json!({"incident": {"discovered": {"time": "kl 9"}}}),
                vec!["F004 I"],
            ),
            (
                json!({"affected": {"subject_groups": "undeterminable"}}),
                vec!["F005 I"],
            ),
            (json!({"incident": {"cause": "[maskerat]"}}), vec!["F007 I"]),
            (
                json!({"affected": {"data_categories": ["Okänd", "health"]}}),
                vec!["F009 W"],
            ),
        ] {
            assert_eq!(found(&change), expected, "{change}");
        }
    }
}
