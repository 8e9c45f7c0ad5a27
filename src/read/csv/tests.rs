//! What the beginning of a CSV file says, and what its rows become.

use super::*;
use crate::check::form::UNREADABLE_VALUE;
use crate::form::Key;
use crate::read::Value;

fn layout(text: &[u8]) -> Layout<'static> {
    match detect(text, None, Edition::default_edition(), None) {
        Found::Rows(layout) => *layout,
        other => panic!("{other:?}"),
    }
}

fn refusal(text: &str) -> Option<Reason> {
    match detect(text.as_bytes(), None, Edition::default_edition(), None) {
        Found::Refused(refusal) => Some(refusal.reason),
        _ => None,
    }
}

#[test]
fn canonical_columns_are_known_whatever_the_delimiter() {
    for delimiter in [",", ";", "\t"] {
        let header = [
            "controller.name",
            "incident.discovered.date",
            "affected.subject_groups",
        ];
        let text = header.join(delimiter)
            + "\n"
            + &["Kommun", "2024-01-02", "Barn|Elever"].join(delimiter);
        let layout = layout(text.as_bytes());
        assert_eq!(layout.delimiter, delimiter.as_bytes()[0]);
        let row = reader(text.as_bytes(), layout.delimiter)
            .into_byte_records()
            .nth(1)
            .unwrap()
            .unwrap();
        let record = layout.read(layout.cells(&row), 2).unwrap();
        assert_eq!(record.answers[0].value, Value::Text("Kommun".into()));
        assert!(matches!(&record.answers[2].value, Value::List(items) if items.len() == 2));
        assert!(record.not_asked.has(19) && !record.not_asked.has(11));
        assert!(
            record.absent.has(Key::IncidentDiscoveredTime)
                && !record.absent.has(Key::ControllerName)
        );
    }
}

#[test]
fn groups_are_numbered_and_foreign_cells_told() {
    let text = "controller.name,processors.organisations.2.name,colour\nA,B,red\nA\nA,B,,x\n,,\n";
    let layout = layout(text.as_bytes());
    let rows: Vec<ByteRecord> = reader(text.as_bytes(), b',')
        .into_byte_records()
        .skip(1)
        .map(Result::unwrap)
        .collect();
    let record = layout.read(layout.cells(&rows[0]), 2).unwrap();
    assert_eq!(
        (record.answers[1].key, record.answers[1].index),
        (Key::ProcessorsOrganisationsName, 1)
    );
    assert_eq!(record.findings[0].place.as_deref(), Some("colour"));
    let ragged = layout.read(layout.cells(&rows[1]), 3).unwrap();
    assert_eq!(ragged.answers[1].value, Value::Lost);
    assert_eq!(ragged.findings[0].code, UNREADABLE_VALUE.code);
    assert_eq!(
        layout.read(layout.cells(&rows[2]), 4).unwrap().findings[0]
            .place
            .as_deref(),
        Some("(4)")
    );
    assert!(layout.read(layout.cells(&rows[3]), 5).is_none());
}

#[test]
fn an_edition_that_is_not_known_shows_itself() {
    let text = "form,controller.name\nimy-2099,A\nimy-2021,A\n";
    let layout = layout(text.as_bytes());
    let rows: Vec<ByteRecord> = reader(text.as_bytes(), b',')
        .into_byte_records()
        .skip(1)
        .map(Result::unwrap)
        .collect();
    assert_eq!(
        layout.read(layout.cells(&rows[0]), 2).unwrap().findings[0].code,
        crate::check::form::EDITION_UNCERTAIN.code
    );
    assert!(
        layout
            .read(layout.cells(&rows[1]), 3)
            .unwrap()
            .findings
            .is_empty()
    );
}

#[test]
fn rows_within_a_cell_are_seen() {
    let text = b"controller.name,incident.description,incident.sector,channel\n\
        A,\"open,public,post\nB,x,public,post\nC,y,private,post\nD,\"z\",public,post\n\
        E,\"two\nlines, of, it\nto read\",public,post\n";
    let layout = layout(text);
    let rows: Vec<ByteRecord> = reader(&text[..], b',')
        .into_byte_records()
        .skip(1)
        .map(Result::unwrap)
        .collect();
    assert_eq!(layout.open_quote(&rows[0], 3), Some(0));
    assert_eq!(layout.open_quote(&rows[1], 2), None);
}

#[test]
fn other_tables_are_told_apart() {
    let own = "source,record,line,format,form\na,1,1,text,imy-2021\n";
    assert_eq!(refusal(own), Some(Reason::EarlierRecords));
    assert_eq!(refusal("a;b;c\n1;2;3\n4;5;6\n"), Some(Reason::OtherColumns));
    assert_eq!(refusal("Anmälan, med flera ord, i raden\nnästa\n"), None);
}

#[test]
fn windows_letters_are_read() {
    let text = b"controller.name;incident.description\nH\xE4lsa;\xE5\n";
    let layout = layout(text);
    let row = reader(&text[..], b';')
        .into_byte_records()
        .nth(1)
        .unwrap()
        .unwrap();
    assert_eq!(
        layout.read(layout.cells(&row), 2).unwrap().answers[0].value,
        Value::Text("Hälsa".into())
    );
}
