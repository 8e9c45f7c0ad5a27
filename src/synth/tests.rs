use super::*;

#[test]
fn the_truth_has_the_columns_of_the_records() {
    let columns: Vec<&str> = crate::row::columns_in(&[])
        .iter()
        .map(|column| column.name)
        .collect();
    assert_eq!(truth::COLUMNS[..columns.len()], columns[..]);
    assert_eq!(truth::COLUMNS[columns.len()..], ["codes"]);
    let options = Options {
        count: 1,
        seed: 1,
        format: Format::Json,
        ..Options::default()
    };
    assert_eq!(
        Made::new(part(&options, &corpus(&options)), 0).truth.len(),
        truth::COLUMNS.len()
    );
}

#[test]
fn equal_options_give_equal_bytes_and_other_seeds_others() {
    // A workbook is written as a whole.
    for (_, format) in Format::ALL
        .into_iter()
        .filter(|(_, one)| !matches!(one, Format::Mixed | Format::Xlsx))
    {
        let make = |seed, index| {
            let options = Options {
                count: 9,
                seed,
                format,
                ..Options::default()
            };
            let made = Made::new(part(&options, &corpus(&options)), index);
            (made.bytes, made.truth)
        };
        assert_eq!(make(7, 3), make(7, 3));
        assert_ne!(make(7, 3).0, make(8, 3).0);
    }
}

#[test]
fn equal_options_give_equal_workbooks() {
    let bytes = |seed| {
        let options = Options {
            count: 5,
            seed,
            format: Format::Xlsx,
            ..Options::default()
        };
        let folder = tempfile::tempdir().unwrap();
        write(&options, &folder.path().join("c"), Force::No).unwrap();
        fs::read(folder.path().join("c/notifications.xlsx")).unwrap()
    };
    assert_eq!(bytes(7), bytes(7));
    assert_ne!(bytes(7), bytes(8));
}

#[test]
fn a_folder_with_something_in_it_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a"), "b").unwrap();
    let options = Options {
        count: 1,
        seed: 1,
        format: Format::Text,
        ..Options::default()
    };
    assert!(write(&options, folder.path(), Force::No).is_err());
}

fn corpus(options: &Options) -> Corpus {
    Corpus::survey(options, "corpus".to_owned())
}

fn part<'p>(options: &'p Options, corpus: &'p Corpus) -> Part<'p> {
    Part {
        format: options.format,
        options,
        corpus,
        folder: "",
    }
}
