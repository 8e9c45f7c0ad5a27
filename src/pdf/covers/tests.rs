use super::*;

const PAPER: Rect = Rect::new(0.0, 0.0, 600.0, 800.0);

fn turn(at: u32) -> Turn {
    Turn { layer: 0, at }
}

fn letter(x: f64, at: u32) -> Letter {
    Letter {
        body: Rect::new(x, 100.0, x + 5.0, 105.0),
        turn: turn(at),
        is_painted: true,
        shade: None,
        is_blank: false,
    }
}

fn cover(place: Rect, at: u32) -> Cover {
    Cover::new(Area::of_rect(place), &[], turn(at), By::Shape)
}

fn fate(covers: Vec<Cover>, letter: Letter) -> Fate {
    Covers::of(covers, PAPER).fates(&[letter], || {})[0]
}

#[test]
fn only_what_is_drawn_later_hides() {
    let over = Rect::new(90.0, 90.0, 200.0, 110.0);
    assert_eq!(fate(vec![cover(over, 2)], letter(100.0, 1)), Fate::Masked);
    assert_eq!(fate(vec![cover(over, 1)], letter(100.0, 2)), Fate::Seen);
    assert_eq!(fate(vec![cover(over, 2)], letter(300.0, 1)), Fate::Seen);
    assert_eq!(
        fate(vec![cover(PAPER, 2)], letter(300.0, 1)),
        Fate::Replaced
    );
}

#[test]
fn lines_through_text_hide_nothing_and_clips_bound_what_does() {
    let line = Rect::new(90.0, 102.0, 200.0, 103.6);
    assert_eq!(fate(vec![cover(line, 2)], letter(100.0, 1)), Fate::Seen);
    let over = Rect::new(90.0, 90.0, 200.0, 110.0);
    let clip = [Rc::new(Area::of_rect(Rect::new(90.0, 90.0, 95.0, 110.0)))];
    let clipped = Cover::new(Area::of_rect(over), &clip, turn(2), By::Shape);
    assert_eq!(fate(vec![clipped], letter(100.0, 1)), Fate::Seen);
}

#[test]
fn a_picture_of_the_page_is_a_scan() {
    let scan = || Cover::new(Area::of_rect(PAPER), &[], turn(2), By::Picture);
    assert_eq!(fate(vec![scan()], letter(100.0, 1)), Fate::Seen);
    let stamp = Cover::new(
        Area::of_rect(Rect::new(90.0, 90.0, 200.0, 110.0)),
        &[],
        turn(2),
        By::Picture,
    );
    assert_eq!(fate(vec![stamp], letter(100.0, 1)), Fate::Masked);
}

#[test]
fn what_is_written_upon_a_cover_is_masked_with_it() {
    let over = cover(Rect::new(90.0, 90.0, 200.0, 110.0), 2);
    let letters = [letter(100.0, 1), letter(120.0, 3), letter(300.0, 4)];
    let fates = Covers::of(vec![over], PAPER).fates(&letters, || {});
    assert_eq!(fates, [Fate::Masked, Fate::Masked, Fate::Seen]);
    let ground = cover(Rect::new(90.0, 90.0, 200.0, 110.0), 2);
    assert_eq!(
        Covers::of(vec![ground], PAPER).fates(&letters[1..], || {}),
        [Fate::Seen, Fate::Seen]
    );
}

#[test]
fn strips_hide_together_what_each_does_not() {
    let strip = |at: u32, step: f64| {
        let y = 95.0 + f64::from(at) * step;
        cover(Rect::new(90.0, y, 200.0, y + 1.0), at + 2)
    };
    let strips = |step: f64| (0..15).map(|at| strip(at, step)).collect::<Vec<_>>();
    assert_eq!(fate(strips(1.0), letter(100.0, 1)), Fate::Masked);
    assert_eq!(fate(strips(1.2), letter(100.0, 1)), Fate::Masked);
    assert_eq!(fate(strips(4.0), letter(100.0, 1)), Fate::Seen);
    let box_at = |x: f64| Rect::new(x, 98.0, x + 8.0, 106.0);
    let hidden = |covers, x| Covers::of(covers, PAPER).hides_box(box_at(x), turn(1));
    assert!(hidden(strips(1.0), 100.0) && !hidden(strips(1.0), 300.0));
    assert!(!hidden(strips(4.0), 100.0));
    // A tick that fills its box, and lines around it.
    let tick = cover(box_at(100.0), 2);
    let lines = [
        Rect::new(98.0, 96.5, 110.0, 97.5),
        Rect::new(98.0, 106.5, 110.0, 107.5),
        Rect::new(98.5, 96.0, 99.5, 108.0),
        Rect::new(108.5, 96.0, 109.5, 108.0),
    ];
    let lines = lines.into_iter().map(|line| cover(line, 3));
    assert!(!hidden(lines.chain([tick]).collect(), 100.0));
}

const BLACK: [f64; 3] = [0.0; 3];
const WHITE: [f64; 3] = [1.0; 3];

fn inked(x: f64, at: u32, colour: [f64; 3], opacity: f64) -> Letter {
    let shade = Shade::plain(colour, opacity);
    Letter {
        shade: Some(shade),
        is_painted: !shade.is_faint(),
        ..letter(x, at)
    }
}

fn ground(at: u32, colour: [f64; 3], opacity: f64) -> Cover {
    let shade = Some(Shade::plain(colour, opacity));
    cover(Rect::new(90.0, 90.0, 200.0, 110.0), at).shaded(shade, opacity >= OPAQUE)
}

#[test]
fn letters_in_the_colour_of_their_ground_are_masked() {
    let fates = |covers: Vec<Cover>, letter: Letter| {
        let other = inked(300.0, 9, BLACK, 1.0);
        Covers::of(covers, PAPER).fates(&[letter, other, other], || {})[0]
    };
    let black = || vec![ground(1, BLACK, 1.0)];
    for (covers, letter, fate) in [
        (vec![], inked(100.0, 2, WHITE, 1.0), Fate::Masked),
        (vec![], inked(100.0, 2, [0.97; 3], 1.0), Fate::Masked),
        (vec![], inked(100.0, 2, BLACK, 1.0), Fate::Seen),
        (vec![], inked(100.0, 2, BLACK, 0.0), Fate::Masked),
        (vec![], inked(100.0, 2, BLACK, 0.3), Fate::Seen),
        (vec![], inked(100.0, 2, [1.0, 1.0, 0.0], 1.0), Fate::Seen),
        (black(), inked(100.0, 2, BLACK, 1.0), Fate::Masked),
        (black(), inked(100.0, 2, WHITE, 1.0), Fate::Seen),
        (black(), inked(250.0, 2, WHITE, 1.0), Fate::Masked),
        (
            vec![ground(1, BLACK, 0.97)],
            inked(100.0, 2, BLACK, 1.0),
            Fate::Masked,
        ),
        (
            vec![ground(1, BLACK, 0.5)],
            inked(100.0, 2, BLACK, 1.0),
            Fate::Seen,
        ),
        (
            vec![ground(0, BLACK, 1.0), ground(1, WHITE, 1.0)],
            inked(100.0, 2, BLACK, 1.0),
            Fate::Seen,
        ),
        (
            vec![ground(0, BLACK, 1.0).shaded(None, true)],
            inked(100.0, 2, BLACK, 1.0),
            Fate::Seen,
        ),
    ] {
        assert_eq!(fates(covers, letter), fate, "{letter:?}");
    }
}

#[test]
fn what_is_drawn_twice_or_as_a_picture_is_seen() {
    // The white rim of a black letter.
    let twice = [inked(100.0, 1, WHITE, 1.0), inked(100.3, 2, BLACK, 1.0)];
    assert_eq!(
        Covers::of(vec![], PAPER).fates(&twice, || {}),
        [Fate::Replaced, Fate::Seen]
    );
    let black = inked(300.0, 9, BLACK, 1.0);
    let scan = || Cover::new(Area::of_rect(PAPER), &[], turn(5), By::Picture);
    for at in [1, 8] {
        let letters = [inked(100.0, at, WHITE, 1.0), black, black];
        assert_eq!(
            Covers::of(vec![scan()], PAPER).fates(&letters, || {})[0],
            Fate::Seen
        );
    }
    let clear = |at| inked(100.0, at, BLACK, 0.0);
    // Letters to be searched upon a picture of them, or upon their own outlines.
    let part = Rect::new(90.0, 90.0, 200.0, 110.0);
    let picture = Cover::new(Area::of_rect(part), &[], turn(1), By::Picture);
    let mut outline = BezPath::new();
    outline.move_to((99.0, 99.0));
    outline.line_to((106.0, 99.0));
    outline.line_to((99.0, 106.0));
    outline.close_path();
    let outline = Cover::new(
        Area::new(outline, FillRule::NonZero),
        &[],
        turn(1),
        By::Shape,
    );
    for cover in [picture, outline] {
        let letters = [clear(3), black, black];
        assert_eq!(
            Covers::of(vec![cover], PAPER).fates(&letters, || {})[0],
            Fate::Seen
        );
    }
    // A layer of text is what a page has, not what is hidden on it.
    let layer = [clear(3), clear(4), black];
    assert_eq!(
        Covers::of(vec![], PAPER).fates(&layer, || {})[0],
        Fate::Seen
    );
}
