//! How much of a first mapping is right: over the registers of the cases, where they are at
//! hand, and over exports with Swedish, English and French names.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::common::{here, program, skipped};

/// What a skilled mapping says: columns and the fields that they fill.
type Fields = BTreeMap<String, String>;

/// A suggested field, and whether it is marked as doubtful.
#[derive(Debug)]
struct Guess {
    to: String,
    is_marked: bool,
}

fn suggested(export: &Path) -> String {
    let output = program()
        .args(["mapping", "suggest", "--lang", "en"])
        .arg(export)
        .output()
        .unwrap();
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout).unwrap()
}

/// The entries of a suggested mapping, by column.
fn guesses(text: &str) -> BTreeMap<String, Guess> {
    let mut found = BTreeMap::new();
    let mut to = None;
    for line in text.lines() {
        if let Some(rest) = line.strip_prefix("to = \"") {
            let (name, after) = rest.split_once('"').unwrap();
            to = Some(Guess {
                to: name.to_owned(),
                is_marked: after.contains("# ?"),
            });
        } else if let (Some(from), true) = (line.strip_prefix("from = [\""), to.is_some()) {
            let from = from.trim_end_matches("\"]").replace("\", \"", "+");
            found.insert(from, to.take().unwrap());
        } else if let (Some(from), true) = (line.strip_prefix("from = \""), to.is_some()) {
            found.insert(from.trim_end_matches('"').to_owned(), to.take().unwrap());
        }
    }
    found
}

/// The fields of a mapping file with one column each.
fn fields(mapping: &str) -> Fields {
    let mapping: toml::Value = toml::from_str(mapping).unwrap();
    let entries = mapping["field"].as_array().unwrap();
    let pairs = entries.iter().filter_map(|entry| {
        let from = entry.get("from")?;
        let from = from.as_str().map(str::to_owned).or_else(|| {
            let names = from.as_array()?.iter().filter_map(toml::Value::as_str);
            Some(names.collect::<Vec<_>>().join("+"))
        })?;
        Some((from, entry["to"].as_str()?.to_owned()))
    });
    pairs.collect()
}

/// How many fields there are, how many are right, and what is wrong without a mark.
#[derive(Debug, Default)]
struct Measured {
    fields: usize,
    right: usize,
    missed: Vec<String>,
    wrong: Vec<String>,
}

impl Measured {
    fn add(&mut self, name: &str, export: &Path, expected: &Fields) {
        let text = suggested(export);
        let guesses = guesses(&text);
        for (from, to) in expected {
            self.fields += 1;
            if guesses.get(from).is_some_and(|guess| guess.to == *to) {
                self.right += 1;
            } else {
                self.missed.push(format!("{name}: {from} = {to}"));
            }
        }
        for (from, guess) in &guesses {
            if !guess.is_marked && expected.get(from) != Some(&guess.to) {
                self.wrong.push(format!("{name}: {from} = {}", guess.to));
            }
        }
    }

    fn is_good(&self) {
        assert!(self.wrong.is_empty(), "{self:#?}");
        assert!(self.right * 5 >= self.fields * 4, "{self:#?}");
    }
}

#[test]
fn most_fields_of_the_registers_are_right_and_none_is_wrong_without_a_mark() {
    let registers = here("../shared/cases/registers");
    let Ok(folders) = std::fs::read_dir(&registers) else {
        skipped("../shared/cases/registers is absent");
        return;
    };
    let mut folders: Vec<PathBuf> = folders.map(|entry| entry.unwrap().path()).collect();
    folders.sort();
    let mut measured = Measured::default();
    for folder in folders {
        let name = folder.file_name().unwrap().to_string_lossy().into_owned();
        let expected = match std::fs::read_to_string(folder.join("m.toml")) {
            // Two numbers are no amount: that mapping is there to be refused.
            Ok(mapping) if name != "joined-numbers" => fields(&mapping),
            Ok(_) => Fields::from([("Id".into(), "controller.reference".into())]),
            Err(_) => Fields::from([
                ("Id".into(), "controller.reference".into()),
                ("Received".into(), "received".into()),
            ]),
        };
        measured.add(&name, &folder.join("in.csv"), &expected);
    }
    println!("{} of {} fields are right", measured.right, measured.fields);
    measured.is_good();
}

/// An export: its rows, and for each column the field or nothing.
struct Export {
    name: &'static str,
    rows: &'static str,
    fields: &'static [&'static str],
}

const EXPORTS: [Export; 8] = [
    Export {
        name: "Swedish register",
        rows: "Diarienummer;Referens;Anmäld till IMY;Upptäckt datum;Antal berörda;Typ av incident;Orsak;Handläggare\n\
            IMY-2024-12;KS 2024/1;2024-02-21 10:05;2024-02-20;57;Obehörigt röjande;Handhavandefel;Anna Person\n\
            IMY-2024-19;KS 2024/7;2024-03-04 11:40;2024-03-01;1200;Förlust;Angrepp;Bo Person\n",
        fields: &[
            "case_number",
            "controller.reference",
            "received",
            "incident.discovered",
            "affected.data_subjects",
            "incident.type",
            "incident.cause",
            "",
        ],
    },
    Export {
        name: "Swedish words for yes and no",
        rows: "Löpnr;Anmäld;Inkom;Personer;Slag av personuppgifter;Typ av registrerade\n\
            1;Ja;2024-05-01;12;Hälsa, Namn;Anställda\n2;Nej;2024-05-25;3;Namn;Elever\n3;Ja;2024-06-03;40;Namn;Elever\n",
        fields: &[
            "controller.reference",
            "",
            "received",
            "affected.data_subjects",
            "affected.data_categories",
            "affected.subject_groups",
        ],
    },
    Export {
        name: "Swedish case list",
        rows: "Ärende;Organisationens namn;Organisationsnummer;Sektor;Inträffade;Mottagen;Beskrivning\n\
            DI-2023-4;Exempelkommun;212000-0142;Offentlig sektor;2023-01-25;2023-01-28;Ett brev kom fel\n\
            DI-2023-9;Exempelbolaget AB;556000-0167;Privat sektor;2023-02-13;2023-02-14;En dator försvann\n",
        fields: &[
            "case_number",
            "controller.name",
            "controller.organisation_number",
            "incident.sector",
            "incident.occurred",
            "received",
            "incident.description",
        ],
    },
    Export {
        name: "English register",
        rows: "Incident ID,Date received,Date discovered,Number of individuals affected,Data type,Data subject type,Sector,Incident category\n\
            A-1,21/02/2024,20/02/2024,10 to 99,Health data,Patients,Health,Cyber\n\
            A-2,25/02/2024,24/02/2024,1 to 9,Basic identifiers,Customers,Retail,Non-cyber\n\
            A-2,25/02/2024,24/02/2024,1 to 9,Health data,Customers,Retail,Non-cyber\n",
        fields: &[
            "controller.reference",
            "received",
            "incident.discovered",
            "affected.data_subjects",
            "affected.data_categories",
            "affected.subject_groups",
            "incident.sector",
            "",
        ],
    },
    Export {
        name: "English portal",
        rows: "Name of entity,Submission date,Breach date,Individuals affected,Breach type,Encrypted\n\
            Example Clinic,2023-01-25T10:00:00,2023-01-13,5000,Hacking,No\n\
            Sample Bank,2023-02-26T11:00:00,2023-02-14,12,Loss,Yes\n",
        fields: &[
            "controller.name",
            "received",
            "incident.occurred",
            "affected.data_subjects",
            "incident.type",
            "affected.encrypted",
        ],
    },
    Export {
        name: "English short names",
        rows: "Case,People,Reported on,Cause,Notified\nX-10,5,2022-03-31,Mistake,Yes\nX-11,7,2022-04-01,Attack,No\n",
        fields: &[
            "case_number",
            "affected.data_subjects",
            "received",
            "incident.cause",
            "",
        ],
    },
    Export {
        name: "French register",
        rows: "Numéro de dossier;Date de notification;Date de constatation;Nombre de personnes concernées;Types de données;Secteur d'activité\n\
            N-2024-1;25/01/2024;24/01/2024;120;Santé;Hôpital\nN-2024-2;13/02/2024;11/02/2024;8;Identité;Commerce\n",
        fields: &[
            "case_number",
            "received",
            "incident.discovered",
            "affected.data_subjects",
            "affected.data_categories",
            "incident.sector",
        ],
    },
    Export {
        name: "French open data",
        rows: "Référence;Date de réception de la notification;Organisme;Catégories de personnes concernées;Nombre de personnes;Natures de la violation\n\
            R1;31/01/2024;Exemple SA;Clients;Entre 6 et 50 personnes;Perte de la confidentialité\n\
            R2;28/02/2024;Exemple SARL;Employés;Entre 0 et 5 personnes;Perte de la disponibilité\n",
        fields: &[
            "controller.reference",
            "received",
            "controller.name",
            "affected.subject_groups",
            "affected.data_subjects",
            "incident.type",
        ],
    },
];

#[test]
fn most_fields_of_exports_in_three_languages_are_right() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("in.csv");
    let mut measured = Measured::default();
    for export in &EXPORTS {
        std::fs::write(&path, export.rows).unwrap();
        let header = export.rows.lines().next().unwrap();
        let names = header.split([';', ',']).map(str::to_owned);
        let pairs = names.zip(export.fields.iter().map(|to| (*to).to_owned()));
        let expected = pairs.filter(|(_, to)| !to.is_empty()).collect();
        measured.add(export.name, &path, &expected);
    }
    println!("{} of {} fields are right", measured.right, measured.fields);
    measured.is_good();
}

#[test]
fn numbers_that_repeat_are_told_and_a_name_that_says_little_is_marked() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("in.csv");
    std::fs::write(&path, EXPORTS[3].rows).unwrap();
    let text = suggested(&path);
    assert!(
        text.contains("# ? numbers repeat (3 rows, 2 numbers)")
            && text.contains("# [group]\n# by = [\"Incident ID\"]\n"),
        "{text}"
    );
    std::fs::write(&path, EXPORTS[5].rows).unwrap();
    let guesses = guesses(&suggested(&path));
    assert!(
        guesses["People"].is_marked && guesses["Case"].is_marked,
        "{guesses:?}"
    );
    assert!(guesses["Notified"].is_marked, "{guesses:?}");
}

#[test]
fn the_register_of_a_municipality_is_guessed() {
    let folder = here("tests/data/municipality/Personuppgiftsincidenter");
    let expected = [
        ("Dnr", "controller.reference"),
        ("Nämnd", "controller.name"),
        ("Vad hände?", "incident.description"),
        ("Inträffade (datum)", "incident.occurred"),
        ("Upptäcktes+Kl.", "incident.discovered"),
        ("Anmäld datum+Anmäld kl.", "received"),
        ("IMY:s ärendenr", "case_number"),
        ("Riskbedömning", "consequences.severity"),
        ("Antal registrerade", "affected.data_subjects"),
        ("Orsak", "incident.cause"),
        ("Registrerade informerade", "communication.informed"),
        ("Åtgärder", "actions.1.action"),
    ];
    let expected = expected.map(|(from, to)| (from.to_owned(), to.to_owned()));
    let mut measured = Measured::default();
    measured.add(
        "municipality",
        &folder.join("Incidentregister.xlsx"),
        &expected.into(),
    );
    println!("{} of {} fields are right", measured.right, measured.fields);
    measured.is_good();
}

#[test]
fn a_number_of_a_register_is_no_case_number_without_a_mark() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("in.csv");
    std::fs::write(
        &path,
        "Dnr;Upptäckt;Kl\nKS 2024/11;2024-01-02;09:30\nKS 2024/12;2024-02-13;\n",
    )
    .unwrap();
    let text = suggested(&path);
    let guess = &guesses(&text)["Dnr"];
    assert!(
        guess.is_marked && guess.to == "controller.reference",
        "{text}"
    );
    assert!(
        text.contains("from = [\"Upptäckt\", \"Kl\"]\nformat = [")
            && text.contains("%Y-%m-%d %H:%M"),
        "{text}"
    );
}
