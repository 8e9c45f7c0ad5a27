use super::*;
use crate::pdf::fields::Content;

#[test]
fn ligatures_are_taken_apart_and_nothing_else() {
    let text = |char| {
        let mut found = String::new();
        with_text(char, |text| found.push_str(text));
        found
    };
    assert_eq!((text('ﬁ').as_str(), text('ﬃ').as_str()), ("fi", "ffi"));
    assert_eq!(
        (
            text('å').as_str(),
            text('²').as_str(),
            text('\u{ad}').as_str()
        ),
        ("å", "²", "")
    );
    assert_eq!(text('\u{7}'), " ");
}

const BLACK: Painted = Painted {
    is_painted: true,
    shade: None,
};

#[test]
fn text_that_is_turned_is_left_out() {
    let mut collector = Collector::new(Duration::from_secs(1));
    let button = Note {
        place: Rect::new(60.0, 0.0, 70.0, 100.0),
        kind: Kind::Button(Content::Empty),
    };
    collector.start(Rect::new(0.0, 0.0, 100.0, 100.0), vec![button]);
    let upright = Affine::new([0.01, 0.0, 0.0, -0.01, 20.0, 50.0]);
    collector.glyph("a", upright, 500.0, BLACK);
    collector.glyph("b", Affine::rotate(0.8) * upright, 500.0, BLACK);
    collector.glyph("c", Affine::translate((500.0, 0.0)) * upright, 500.0, BLACK);
    collector.glyph("d", Affine::translate((42.0, 0.0)) * upright, 500.0, BLACK);
    let (shown, _) = collector.finish();
    assert_eq!(
        shown.glyphs,
        [Glyph {
            char: 'a',
            x: 20.0,
            end: 25.0,
            y: 50.0,
            size: 10.0
        }]
    );
}
