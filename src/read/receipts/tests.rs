//! Lists of receipt times as people write them.

use super::*;

fn parse(bytes: &[u8]) -> Result<Vec<Receipt>, ReceiptsError> {
    super::parse(bytes, 0).map(|lists| lists.into_iter().flat_map(|list| list.rows).collect())
}

#[test]
fn keys_are_masked_as_the_names_of_sources_are() {
    let receipts = parse(b"source,received\na/811218-9876.txt,2021-04-08\n").unwrap();
    assert_eq!(receipts[0].source, "a/******-****.txt");
}

#[test]
fn rows_are_read_with_their_lines() {
    let receipts = parse(
        "received;source;channel\n2021-04-08T12:00;a\\b.txt;post\n\nigår;c.txt;\n".as_bytes(),
    )
    .unwrap();
    assert_eq!(receipts.len(), 2);
    assert_eq!(
        (receipts[0].line, receipts[0].source.as_str()),
        (2, "a/b.txt")
    );
    assert_eq!(receipts[0].channel, Cell::Given(Channel::Post));
    assert!(receipts[0].received.given().is_some());
    assert_eq!(
        (receipts[1].line, receipts[1].received),
        (4, Cell::Unreadable)
    );
}

#[test]
fn an_empty_cell_is_not_an_unreadable_one() {
    let receipts = parse(b"source,received,channel\na,,duva\nb,igar,\n").unwrap();
    let cells: Vec<_> = receipts
        .iter()
        .map(|receipt| (receipt.received, receipt.channel))
        .collect();
    assert_eq!(
        cells,
        [
            (Cell::Empty, Cell::Unreadable),
            (Cell::Unreadable, Cell::Empty)
        ]
    );
}

#[test]
fn missing_columns_are_told() {
    assert!(matches!(
        parse(b"source\nx\n"),
        Err(ReceiptsError::NoReceived)
    ));
    assert!(matches!(
        parse(b"received\n2021-01-01\n"),
        Err(ReceiptsError::NoKey)
    ));
    for empty in [&b""[..], b"\n \n"] {
        assert!(matches!(
            parse(empty),
            Err(ReceiptsError::File(Fault::Empty))
        ));
    }
    let workbook = b"PK\x03\x04\x14\0\x06\0\x08\0\0\0";
    assert!(matches!(
        parse(workbook),
        Err(ReceiptsError::File(Fault::NoText))
    ));
    assert!(matches!(
        parse(b"source,Received,received\n"),
        Err(ReceiptsError::Twice("received"))
    ));
}

#[test]
fn headings_are_swedish_or_english_below_a_title_and_in_two_columns() {
    let list = "Incidenter 2024;;;\n\nDnr;Anmäld datum;Anmäld kl.;IMY:s ärendenr\nKS 2024/1;2024-03-05;10:15;IMY-2024-1\nKS 2024/2;;;\n;;;\n";
    let lists = super::parse(list.as_bytes(), 0).unwrap();
    let [only] = &lists[..] else {
        panic!("one list")
    };
    assert_eq!((only.rows.len(), only.unfilled), (2, 1));
    let first = &only.rows[0];
    assert_eq!(
        (
            first.line,
            first.reference.as_str(),
            first.case_number.as_str()
        ),
        (4, "KS 2024/1", "IMY-2024-1")
    );
    assert_eq!(
        Some(first.received.given().unwrap().to_string()),
        parse_stamp("2024-03-05 10:15").map(|read| read.value.to_string())
    );
    for (heading, key) in [("Diarienr", "IMY-2024-1"), ("Ärendenummer", "DI-2024-33")] {
        let rows = parse(format!("{heading}\tInkom\n{key}\t2024-03-05\n").as_bytes()).unwrap();
        assert_eq!(
            (rows[0].case_number.as_str(), rows[0].reference.as_str()),
            (key, "")
        );
    }
    for heading in ["Diarienr", "Referens", "Dnr"] {
        let rows = parse(format!("{heading};Mottagen\nKS 1;2024-03-05\n").as_bytes()).unwrap();
        assert_eq!(
            (rows[0].case_number.as_str(), rows[0].reference.as_str()),
            ("", "KS 1")
        );
    }
}
