//! Values by pattern, one value for several options, and words without regard to case.

use super::columns::Run;
use super::rows::mistake;

#[test]
fn patterns_take_a_part_and_replace() {
    let mapping = "[[field]]\nto = \"controller.reference\"\nfrom = \"Id\"\nextract = 'nr (\\w+-\\d+)'\n\
        [[field]]\nto = \"affected.data_subjects\"\nfrom = \"N\"\nreplace = { ' st$' = \"\", '^ca\\.' = \"\" }\n\
        [[field]]\nto = \"incident.discovered\"\nfrom = \"D\"\nextract = '^\\S+'\n";
    let run = Run::of(
        "Id;N;D\nÄrende nr AB-12, öppet;57 st;2021-02-12 (mejl)\nutan;ca.9 st;2021-02-13\n",
        mapping,
    );
    assert_eq!(
        run.column("reference"),
        ["AB-12", "utan"],
        "what the pattern does not find stays"
    );
    assert_eq!(run.column("data_subjects_exact"), ["57", "9"]);
    assert!(run.column("discovered_earliest")[0].starts_with("2021-02-12"));
}

#[test]
fn one_value_may_be_several_options_and_keys_patterns() {
    let mapping = "[values.groups]\ncompare = \"pattern\"\nunmapped = \"blank\"\n\
        map = { '^pupil' = [\"children\", \"pupils\"], 'staff|employee' = \"employees\", '^nobody' = \"none-of-these\" }\n\
        [[field]]\nto = \"affected.subject_groups\"\nfrom = \"G\"\nvalues = \"groups\"\nsplit = \",\"\n";
    let run = Run::of(
        "Id;G\n1;pupils of 3A,our staff\n2;nobody at all\n3;else\n",
        mapping,
    );
    assert_eq!(
        run.column("subject_groups"),
        ["employees|children|pupils", "none-of-these", "(blank)"]
    );
    let single = "[[field]]\nto = \"incident.sector\"\nfrom = \"Nr\"\nvalues = { \"x\" = [\"public\", \"private\"] }\n";
    assert!(mistake(single).contains("line 4: a value becomes several options only"));
    let odd = "[values.a]\ncompare = \"pattern\"\nmap = { '(' = \"public\" }\n\
        [[field]]\nto = \"incident.sector\"\nfrom = \"Nr\"\nvalues = \"a\"\n";
    assert!(mistake(odd).contains("line 3: map: "));
}

#[test]
fn words_of_an_open_list_differ_by_case_unless_folded() {
    let of = |key: &str| {
        let mapping = format!("[[field]]\nto = \"incident.area\"\nfrom = \"A\"\n{key}");
        Run::of("Id;A\n1;PHISHING hos oss\n2;Phishing hos oss\n", &mapping).column("area")
    };
    assert_eq!(of(""), ["PHISHING hos oss", "Phishing hos oss"]);
    assert_eq!(of("fold_case = true\n"), ["Phishing hos oss"; 2]);
}

#[test]
fn a_pattern_without_end_gives_up() {
    let mapping = "[[field]]\nto = \"controller.reference\"\nfrom = \"Id\"\nextract = '^(?=(a+)+$)(a+)+b\\1$'\n";
    let text = "a".repeat(60);
    let run = Run::of(&format!("Id;D\n{text};x\n"), mapping);
    assert_eq!(run.column("reference"), [text]);
}
