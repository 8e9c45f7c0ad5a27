//! The open data of CNIL give the answers that others computed, as they were
//! converted and as they were published.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use crate::common::{self, Row, here, rows};
use crate::{counted, run};

/// The open data of CNIL, if they are there.
fn cnil() -> Option<PathBuf> {
    let folder = here("../shared/data/cnil");
    if !folder.exists() {
        common::skipped("../shared/data/cnil is absent");
        return None;
    }
    Some(folder)
}

/// What our codes are called in the data: by the edition file's own labels.
fn labels(field: &str) -> BTreeMap<String, String> {
    let source = std::fs::read_to_string(here("fixtures/mappings/cnil.form.toml")).unwrap();
    let edition = breach_audit::form::Edition::load(&source).unwrap();
    let options = match field.strip_prefix("extra.") {
        Some(name) => {
            &edition
                .extras
                .iter()
                .find(|extra| extra.name == name)
                .unwrap()
                .question
                .options
        }
        None => {
            &edition
                .place(breach_audit::form::Key::from_path(field).unwrap())
                .unwrap()
                .0
                .options
        }
    };
    options
        .iter()
        .flat_map(|option| {
            option
                .also
                .iter()
                .map(|also| (also.clone(), option.code.clone()))
        })
        .collect()
}

/// The code of a value in the answers.
fn code(labels: &BTreeMap<String, String>, value: &str) -> String {
    let value = value.replace("''", "'");
    match value.as_str() {
        "" => "(blank)".to_owned(),
        "Inconnu"
        | "Non déterminé pour le moment"
        | "Les données concernées ne sont pas connues pour le moment" => "(unknown)".to_owned(),
        value => labels
            .get(value)
            .unwrap_or_else(|| panic!("{value}"))
            .clone(),
    }
}

fn check_cnil(data: &Path, report: &Path) {
    let answers = here("../shared/data/cnil/answers");
    let records = run(data, "fixtures/mappings/cnil.toml", report);
    assert_eq!(records.len(), 3824);
    for (answer, column, field, table) in [
        ("marginal_sector", "sector", "incident.sector", "sector"),
        ("marginal_nature", "nature", "incident.type", "type"),
        ("marginal_cause", "cause", "incident.cause", "cause"),
        (
            "marginal_data_type",
            "data_type",
            "affected.data_categories",
            "data-categories",
        ),
        (
            "marginal_informed",
            "informed",
            "communication.informed",
            "informed",
        ),
        ("marginal_origin", "origin", "extra.origin", "extra-origin"),
        (
            "marginal_sensitive",
            "sensitive",
            "extra.sensitive",
            "extra-sensitive",
        ),
    ] {
        let labels = labels(field);
        let expected: BTreeMap<String, u64> = rows(&answers.join(format!("{answer}.csv")))
            .into_iter()
            .map(|row| (code(&labels, &row[column]), row["count"].parse().unwrap()))
            .collect();
        assert_eq!(counted(report, table), expected, "{table}");
    }
    let months = rows(&answers.join("marginal_month.csv"));
    let expected: BTreeMap<String, u64> = months
        .into_iter()
        .map(|row| (row["month"].clone(), row["count"].parse().unwrap()))
        .collect();
    assert_eq!(counted(report, "month"), expected);
    let band = |text: &str| breach_audit::read::mapping::band_in_words(text).unwrap();
    let bands = rows(&answers.join("marginal_affected_band.csv"));
    let expected: BTreeMap<String, u64> = bands
        .into_iter()
        .map(|row| (band(&row["affected_band"]), row["count"].parse().unwrap()))
        .collect();
    assert_eq!(counted(report, "data-subjects"), expected);

    let sectors = labels("incident.sector");
    let mut expected: BTreeMap<(String, String), u64> = BTreeMap::new();
    for row in rows(&answers.join("sector_x_band.csv"))
        .iter()
        .filter(|row| row["sector"] != "Total")
    {
        for (name, count) in row
            .iter()
            .filter(|(name, _)| !matches!(name.as_str(), "sector" | "Total"))
        {
            let count: u64 = count.parse().unwrap();
            if count > 0 {
                expected.insert((code(&sectors, &row["sector"]), band(name)), count);
            }
        }
    }
    let cross: BTreeMap<(String, String), u64> =
        rows(&report.join("tables/sector-by-data-subjects.csv"))
            .into_iter()
            .map(|row| {
                (
                    (row["sector"].clone(), row["data-subjects"].clone()),
                    row["notifications"].parse().unwrap(),
                )
            })
            .filter(|(_, count)| *count > 0)
            .collect();
    assert_eq!(cross, expected);
    joint(&answers, &records, &band);
}

/// How often each combination of sector, band, causes and informing stands.
type Joint = BTreeMap<(String, String, BTreeSet<String>, String), u64>;
/// The columns by which rows of the data are equal.
const COLUMNS: [&str; 9] = [
    "received_earliest",
    "sector",
    "type",
    "data_subjects",
    "data_categories",
    "cause",
    "informed",
    "extra.origin",
    "extra.sensitive",
];

/// The answers that need every record: the joint distribution, and groups of equal rows.
fn joint(answers: &Path, records: &[Row], band: &dyn Fn(&str) -> String) {
    let (sectors, causes, informed) = (
        labels("incident.sector"),
        labels("incident.cause"),
        labels("communication.informed"),
    );
    let set = |labels: &BTreeMap<String, String>, text: &str| -> BTreeSet<String> {
        text.split(',').map(|value| code(labels, value)).collect()
    };
    let mut expected: Joint = BTreeMap::new();
    for row in rows(&answers.join("joint_sector_band_cause_informed.csv")) {
        let key = (
            code(&sectors, &row["sector"]),
            band(&row["band"]),
            set(&causes, &row["cause_set"]),
            code(&informed, &row["informed"]),
        );
        *expected.entry(key).or_default() += row["count"].parse::<u64>().unwrap();
    }
    let mut found: Joint = BTreeMap::new();
    for row in records {
        let causes = row["cause"].split('|').map(str::to_owned).collect();
        let key = (
            row["sector"].clone(),
            row["data_subjects"].clone(),
            causes,
            row["informed"].clone(),
        );
        *found.entry(key).or_default() += 1;
    }
    assert_eq!(found, expected);

    let mut groups: BTreeMap<Vec<&str>, u64> = BTreeMap::new();
    for row in records {
        *groups
            .entry(COLUMNS.iter().map(|column| row[*column].as_str()).collect())
            .or_default() += 1;
    }
    let mut sizes: Vec<u64> = groups.into_values().filter(|count| *count > 1).collect();
    sizes.sort_unstable_by(|a, b| b.cmp(a));
    let expected = rows(&answers.join("exact_duplicate_groups.csv"));
    let mut expected: Vec<u64> = expected
        .iter()
        .map(|row| row["group_size"].parse().unwrap())
        .collect();
    expected.sort_unstable_by(|a, b| b.cmp(a));
    assert_eq!(sizes, expected);
}

#[test]
fn the_open_data_of_cnil_give_the_answers_of_others() {
    let Some(folder) = cnil() else { return };
    let report = tempfile::tempdir().unwrap();
    check_cnil(
        &folder.join("cnil_breach_notifications_2018-05_2020.csv"),
        &report.path().join("report"),
    );
}

#[test]
fn as_published_they_give_the_same() {
    let Some(folder) = cnil() else { return };
    let scratch = tempfile::tempdir().unwrap();
    let data = rows_in_order(&folder.join("cnil_breach_notifications_2018-05_2020.csv"));
    let mut writer = csv::WriterBuilder::new()
        .delimiter(b';')
        .flexible(true)
        .from_writer(Vec::new());
    writer
        .write_record(["Notifications reçues, note sur les données"])
        .unwrap();
    for (at, row) in data.iter().enumerate() {
        let published = |cell: &String| {
            if at == 0 {
                cell.replace('.', " ") + "\u{a0}"
            } else {
                cell.clone()
            }
        };
        writer.write_record(row.iter().map(published)).unwrap();
    }
    let text = String::from_utf8(writer.into_inner().unwrap()).unwrap();
    let bytes: Vec<u8> = text.chars().map(windows_1252).collect();
    let file = scratch.path().join("published.csv");
    std::fs::write(&file, bytes).unwrap();
    check_cnil(&file, &scratch.path().join("report"));
}

fn rows_in_order(path: &Path) -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .from_path(path)
        .unwrap();
    reader
        .records()
        .map(|row| row.unwrap().iter().map(str::to_owned).collect())
        .collect()
}

/// The byte of a character in windows-1252, as far as the data need it.
fn windows_1252(c: char) -> u8 {
    match c {
        '’' => 0x92,
        'œ' => 0x9C,
        '…' => 0x85,
        c => u8::try_from(u32::from(c)).unwrap_or_else(|_| panic!("{c}")),
    }
}
