//! Family F: what reading the form met. All of it is found by readers and by
//! binding; here stand only the texts.

use crate::bind::{
    EXTRA_OPTION_WITH_NONE, MASKED_ANSWER, QUESTION_LOST, READ_LENIENTLY, SELECTION_LOST,
    UNKNOWN_OPTION, UNREADABLE_VALUE,
};
use crate::check::{Rule, Run};
use crate::config::Words;
use crate::finding::Severity;
use crate::read::EDITION_UNCERTAIN;
use crate::read::mapping::SEVERAL_FORMATS_FIT;
use crate::read::sieve::{KEYS_REPEAT, NO_HEADER_ROW, ROWS_NOT_COUNTED};
use crate::read::text::{OUT_OF_ORDER, UNKNOWN_QUESTION};

const FORM: Words = Words::new(
    "Formuläret (frågor och svarsalternativ)",
    "The form (its questions and options)",
);
const TABLE: Words = Words::new(
    "Programmets regel för tabeller",
    "The program's rule for tables",
);
const COPY: Words = Words::new(
    "Formuläret (kopians skick)",
    "The form (the state of the copy)",
);

pub(super) const RULES: &[Rule] = &[
    Rule {
        code: UNKNOWN_QUESTION,
        name: "unknown-question",
        title: Words::new("Okänd fråga eller okänt fält", "Unknown question or field"),
        severity: Severity::Warning,
        or: None,
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
        run: Run::Declared,
    },
    Rule {
        code: UNKNOWN_OPTION,
        name: "unknown-option",
        title: Words::new("Okänt svarsalternativ", "Unknown option"),
        severity: Severity::Warning,
        or: None,
        message: Words::new(
            "Svaret på ”{part}”{at_question} finns inte bland frågans svarsalternativ.",
            "The answer to \"{part}\"{at_question} is not among the options of the question.",
        ),
        why: Words::new(
            "Frågan har en sluten lista. Ett annat svar kan inte räknas till någon kategori utan redovisas som det står.",
            "The question has a closed list. Any other answer belongs to no category and is shown as found.",
        ),
        basis: FORM,
        example: Words::new("Fråga 25: ”Grannar”.", "Question 25: \"Neighbours\"."),
        run: Run::Declared,
    },
    Rule {
        code: UNREADABLE_VALUE,
        name: "unreadable-value",
        title: Words::new("Oläsligt värde", "Unreadable value"),
        severity: Severity::Warning,
        or: None,
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
        run: Run::Declared,
    },
    Rule {
        code: READ_LENIENTLY,
        name: "read-leniently",
        title: Words::new("Ovanligt skrivsätt", "Unusual writing"),
        severity: Severity::Info,
        or: None,
        message: Words::new(
            "Värdet i ”{part}”{at_question} är inte skrivet på det vanliga sättet men lästes ändå.",
            "The value of \"{part}\"{at_question} is not written in the usual way but was read all the same.",
        ),
        why: Words::new(
            "Den som granskar ska kunna se vilka värden som programmet har tolkat.",
            "Whoever reviews must be able to see which values were read from another way of writing.",
        ),
        basis: Words::new(
            "Formuläret (datum ÅÅÅÅ-MM-DD, klockslag TT:MM, hela tal)",
            "The form (dates YYYY-MM-DD, times HH:MM, whole numbers)",
        ),
        example: Words::new(
            "”kl 9”, ”24:00”, ”210212”, ”ca 50”.",
            "\"kl 9\", \"24:00\", \"210212\", \"ca 50\".",
        ),
        run: Run::Declared,
    },
    Rule {
        code: SELECTION_LOST,
        name: "selection-lost",
        title: Words::new("Kryssen saknas i kopian", "Ticks missing in the copy"),
        severity: Severity::Info,
        or: None,
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
            "Fråga 26 i en textkopia: nitton rader, inget kryss.",
            "Question 26 in a text copy: nineteen lines, no tick.",
        ),
        run: Run::Declared,
    },
    Rule {
        code: OUT_OF_ORDER,
        name: "question-out-of-order",
        title: Words::new("Frågor i fel ordning", "Questions out of order"),
        severity: Severity::Warning,
        or: None,
        message: Words::new(
            "Frågan står efter en fråga med högre nummer, eller två gånger utan att den upprepas{at_question}.",
            "The question stands after one with a higher number, or twice although it does not repeat{at_question}.",
        ),
        why: Words::new(
            "Frågorna ska stå i formulärets ordning. Annars kan sidor ha bytt plats eller två kopior ha blandats ihop.",
            "The order is the form's. Where it is broken, pages may have changed places or two copies been mixed.",
        ),
        basis: COPY,
        example: Words::new("Fråga 12 efter fråga 15.", "Question 12 after question 15."),
        run: Run::Declared,
    },
    Rule {
        code: MASKED_ANSWER,
        name: "masked-answer",
        title: Words::new("Maskerat svar", "Masked answer"),
        severity: Severity::Info,
        or: None,
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
        run: Run::Declared,
    },
    Rule {
        code: EDITION_UNCERTAIN,
        name: "edition-uncertain",
        title: Words::new("Osäker formulärversion", "Form edition uncertain"),
        severity: Severity::Info,
        or: None,
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
        run: Run::Declared,
    },
    Rule {
        code: EXTRA_OPTION_WITH_NONE,
        name: "extra-option-with-none",
        title: Words::new(
            "”Vet ej” tillsammans med svar",
            "“Unknown” together with answers",
        ),
        severity: Severity::Warning,
        or: None,
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
            "Fråga 26: ”Okänd” och ”Hälsa”.",
            "Question 26: \"Unknown\" and \"Health\".",
        ),
        run: Run::Declared,
    },
    Rule {
        code: QUESTION_LOST,
        name: "question-lost",
        title: Words::new("Fråga saknas i kopian", "Question missing in the copy"),
        severity: Severity::Info,
        or: None,
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
            "Rubriken till fråga 29 saknas.",
            "The heading of question 29 is missing.",
        ),
        run: Run::Declared,
    },
    Rule {
        code: KEYS_REPEAT,
        name: "keys-repeat",
        title: Words::new(
            "Samma nummer på flera rader",
            "A number stands in several rows",
        ),
        severity: Severity::Warning,
        or: None,
        message: Words::new(
            "{keys} diarienummer eller referenser står på flera rader i tabellen, sammanlagt {rows} rader. Varje rad lästes för sig; rader med samma nummer är kopior eller versioner av en anmälan (M001, M002) och räknas en gång.",
            "{keys} case numbers or references stand in several rows of the table, {rows} rows in all. Each row was read by itself; rows with the same number are copies or versions of one notification (M001, M002) and count once.",
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
        run: Run::Declared,
    },
    Rule {
        code: SEVERAL_FORMATS_FIT,
        name: "several-formats-fit",
        title: Words::new(
            "Flera format passar värdet",
            "Several formats fit the value",
        ),
        severity: Severity::Warning,
        or: None,
        message: Words::new(
            "Värden i kolumnen ”{column}” (antal: {times}) passar flera av formaten i mappningen, med olika resultat; de räknas som ”går inte att avgöra”. Ta bort ett format, eller skriv prefer = \"first\" om det första gäller.",
            "Values in the column \"{column}\" (number: {times}) fit several formats of the mapping, with different results; they count as undeterminable. Leave out a format, or say prefer = \"first\" if the first applies.",
        ),
        why: Words::new(
            "03/04/2021 är den tredje april eller den fjärde mars. Vilket vet bara den som vet hur registret skrivs; programmet gissar inte. Det sägs en gång för varje kolumn.",
            "03/04/2021 is the third of April or the fourth of March. Only who knows how the register is written knows which; the program does not guess. It is said once for each column.",
        ),
        basis: Words::new("Mappningen (format)", "The mapping (format)"),
        example: Words::new(
            "`format = [\"%d/%m/%Y\", \"%m/%d/%Y\"]` och värdet ”03/04/2021”.",
            "`format = [\"%d/%m/%Y\", \"%m/%d/%Y\"]` and the value \"03/04/2021\".",
        ),
        run: Run::Declared,
    },
    Rule {
        code: NO_HEADER_ROW,
        name: "no-header-row",
        title: Words::new("Tabell utan rubrikrad", "Table without a header row"),
        severity: Severity::Warning,
        or: None,
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
        run: Run::Declared,
    },
    Rule {
        code: ROWS_NOT_COUNTED,
        name: "rows-not-counted",
        title: Words::new("Rader som inte räknas", "Rows that are not counted"),
        severity: Severity::Info,
        or: None,
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
        run: Run::Declared,
    },
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
