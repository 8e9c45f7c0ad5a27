//! What of a page is there and not on the screen: hidden by a style, put outside of the window, cut
//! away or without any height, as help for readers of screens is; captions of buttons; and what
//! is folded away.

use scraper::node::Element;
use scraper::{ElementRef, Node};

/// So far outside of the window, in pixels, nothing is seen.
const OUTSIDE: f32 = -900.0;
/// What is cut off and no higher or wider than this shows no letter, in pixels.
const LEAST: f32 = 1.0;

/// Classes by which libraries of forms hide what is for readers of screens alone.
const CLASSES: [&str; 15] = [
    "a11y-hidden",
    "assistive-text",
    "cdk-visually-hidden",
    "element-invisible",
    "govuk-visually-hidden",
    "screen-reader-only",
    "screen-reader-text",
    "screenreader-only",
    "show-for-sr",
    "slds-assistive-text",
    "sr-only",
    "u-visually-hidden",
    "usa-sr-only",
    "visually-hidden",
    "visuallyhidden",
];
/// Roles of buttons whose caption is an answer.
const CHOOSING: [&str; 8] = [
    "checkbox",
    "combobox",
    "listbox",
    "menuitemcheckbox",
    "menuitemradio",
    "option",
    "radio",
    "switch",
];
/// Parts of a page that hold other parts, so that a foot within them is no foot of the page.
const AROUND_FEET: [&str; 5] = ["article", "blockquote", "form", "main", "section"];

/// The properties and values of a style.
pub(super) fn declared(style: &str) -> impl Iterator<Item = (&str, &str)> {
    let pairs = style.split(';').filter_map(|one| one.split_once(':'));
    pairs.map(|(name, value)| (name.trim(), value.trim()))
}

/// A value without the word that makes it win, and whether it has that.
pub(super) fn weighed(value: &str) -> (&str, bool) {
    match value.rsplit_once('!') {
        Some((value, word)) if word.trim().eq_ignore_ascii_case("important") => {
            (value.trim_end(), true)
        }
        _ => (value, false),
    }
}

/// Whether declarations of a style hide what they are for.
pub(super) fn hides(style: &str) -> bool {
    declared(style).any(|(property, value)| {
        let (value, _) = weighed(value);
        let is = |name: &str, hiding: &str| {
            property.eq_ignore_ascii_case(name) && value.eq_ignore_ascii_case(hiding)
        };
        is("display", "none") || is("visibility", "hidden") || is("visibility", "collapse")
    })
}

/// Whether declarations of a style say where something stands or what of it is cut away.
pub(super) fn places(style: &str) -> bool {
    declared(style).any(|(property, _)| {
        let property = property.to_ascii_lowercase();
        PLACING.binary_search(&property.as_str()).is_ok()
    })
}

/// The properties that say it.
const PLACING: [&str; 18] = [
    "bottom",
    "clip",
    "clip-path",
    "content-visibility",
    "height",
    "left",
    "margin-left",
    "margin-top",
    "max-height",
    "max-width",
    "overflow",
    "overflow-y",
    "position",
    "right",
    "text-indent",
    "top",
    "transform",
    "width",
];

/// Whether the styles of an element, the strongest last, put it where nobody sees it, or leave
/// nothing of it to be seen.
pub(super) fn is_out_of_sight<'s>(styles: &(impl Iterator<Item = &'s str> + Clone)) -> bool {
    let value = |wanted: &str| {
        let mut found: Option<(bool, &str)> = None;
        for (name, value) in styles.clone().flat_map(declared) {
            let (value, is_important) = weighed(value);
            let wins = found.is_none_or(|(before, _)| is_important || !before);
            if name.eq_ignore_ascii_case(wanted) && wins {
                found = Some((is_important, value));
            }
        }
        found.map(|(_, value)| value.to_ascii_lowercase())
    };
    let length = |name: &str| value(name).and_then(|value| pixels(&value));
    let is_far = |name: &&str| length(name).is_some_and(|at| at <= OUTSIDE);
    let is_within =
        |name: &&str| length(name).is_some_and(|length| (0.0..=LEAST).contains(&length));
    let position = value("position").unwrap_or_default();
    let is_placed = matches!(position.as_str(), "absolute" | "fixed");
    let is_moved = is_placed || position == "relative";
    let is_cut = ["overflow", "overflow-y"]
        .iter()
        .filter_map(|name| value(name))
        .any(|value| value.starts_with("hidden") || value.starts_with("clip"));
    let has_no_width = length("width") == Some(0.0);
    is_moved && ["left", "top", "right", "bottom"].iter().any(is_far)
        || ["margin-left", "margin-top", "text-indent"]
            .iter()
            .any(is_far)
        || is_cut && has_no_width
        || is_cut && ["height", "max-height", "max-width"].iter().any(is_within)
        || is_placed && value("clip").is_some_and(|value| is_empty_clip(&value))
        || value("clip-path").is_some_and(|value| is_empty_path(&value))
        || value("transform").is_some_and(|value| is_moved_away(&value))
        || value("content-visibility").as_deref() == Some("hidden")
}

/// A length in pixels, roughly; `None` for one that depends on what is around it.
fn pixels(length: &str) -> Option<f32> {
    let end = length.find(|sign: char| sign.is_ascii_alphabetic() || sign == '%');
    let (number, unit) = length.split_at(end.unwrap_or(length.len()));
    let number = number.trim().parse::<f32>().ok()?;
    let many = match unit {
        "" if number != 0.0 => return None,
        "" | "px" => 1.0,
        "em" | "rem" => 16.0,
        "vw" | "vh" => 10.0,
        "%" if number < 0.0 => 9.0,
        _ if number == 0.0 => 1.0,
        _ => return None,
    };
    Some(number * many)
}

/// The numbers within a function of a style, such as the sides of a rectangle.
fn sides(value: &str) -> Vec<&str> {
    let Some((_, within)) = value.split_once('(') else {
        return Vec::new();
    };
    let within = within.split(')').next().unwrap_or_default();
    let parts = within.split([',', ' ']);
    parts.filter(|part| !part.is_empty()).collect()
}

/// Whether a rectangle holds nothing: `rect(0, 0, 0, 0)`.
fn is_empty_clip(value: &str) -> bool {
    let sides: Option<Vec<f32>> = sides(value).into_iter().map(pixels).collect();
    let Some([top, right, bottom, left]) = sides.as_deref() else {
        return false;
    };
    value.starts_with("rect") && (bottom - top <= LEAST || right - left <= LEAST)
}

/// Whether a path holds nothing: `inset(50%)`, `circle(0)`.
fn is_empty_path(value: &str) -> bool {
    let sides = sides(value);
    let share = |side: &&str| {
        side.strip_suffix('%')
            .and_then(|side| side.parse::<f32>().ok())
    };
    let first = sides.first();
    match value.split('(').next() {
        Some("inset") => {
            sides
                .iter()
                .map(share)
                .all(|side| side.is_some_and(|side| side >= 50.0))
                && first.is_some()
                || first.and_then(share).is_some_and(|side| side >= 100.0)
        }
        Some("circle" | "ellipse") => first.and_then(|side| pixels(side)) == Some(0.0),
        _ => false,
    }
}

/// Whether something is moved away or made small until nothing is left.
fn is_moved_away(value: &str) -> bool {
    let is_far = |side: &&str| pixels(side).is_some_and(|at| at <= OUTSIDE && !side.ends_with('%'));
    match value.split('(').next() {
        Some("translate" | "translatex" | "translatey" | "translate3d") => {
            sides(value).iter().any(is_far)
        }
        Some("scale" | "scalex" | "scaley") => sides(value)
            .iter()
            .any(|side| side.parse::<f32>() == Ok(0.0)),
        _ => false,
    }
}

/// Whether an element is hidden by its class or its role, or is a caption of something to press.
pub(super) fn is_aside(one: ElementRef) -> bool {
    let element = one.value();
    let role = element.attr("role").unwrap_or_default();
    let is_hidden = |class: &str| {
        let class = class.to_ascii_lowercase();
        CLASSES.binary_search(&class.as_str()).is_ok()
    };
    match element.name() {
        // What stands in a field stands there, however the field is drawn.
        "input" | "textarea" | "select" => false,
        "details" => element.attr("open").is_none() && !holds_questions(one),
        "footer" => is_foot_of_page(one) && !holds_questions(one),
        "nav" => !holds_questions(one),
        _ if element.classes().any(is_hidden) => true,
        _ if role == "tooltip" || element.attr("popover").is_some() => true,
        _ if matches!(role, "contentinfo" | "navigation") => !holds_questions(one),
        "button" => is_plain_button(element) && !holds_questions(one),
        _ => role == "button" && is_plain_button(element) && !holds_questions(one),
    }
}

/// Whether a button does something when it is pressed, and is no answer.
fn is_plain_button(element: &Element) -> bool {
    const CHOSEN: [&str; 4] = ["active", "checked", "chosen", "selected"];
    let has = |name: &str| element.attr(name).is_some();
    let role = element.attr("role").unwrap_or_default();
    !CHOOSING.contains(&role)
        && !has("aria-checked")
        && !has("aria-pressed")
        && !has("aria-selected")
        && element.attr("aria-haspopup") != Some("listbox")
        && !element
            .classes()
            .any(|class| CHOSEN.iter().any(|chosen| class.contains(chosen)))
}

/// Whether a foot is that of the page, and not of a part of it.
fn is_foot_of_page(one: ElementRef) -> bool {
    let mut around = one.ancestors().filter_map(|node| node.value().as_element());
    !around.any(|element| AROUND_FEET.contains(&element.name()))
}

/// Whether something may be a part of the form: fields, or words that begin with a number as
/// questions do.
fn holds_questions(one: ElementRef) -> bool {
    let is_numbered = |text: &str| {
        let text = text.trim_start();
        let rest = text.trim_start_matches(|sign: char| sign.is_ascii_digit());
        (1..=2).contains(&(text.len() - rest.len())) && rest.starts_with(['.', ')'])
    };
    one.descendants().any(|node| match node.value() {
        Node::Text(text) => is_numbered(text),
        Node::Element(element) => matches!(element.name(), "input" | "textarea" | "select" | "ol"),
        _ => false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_in_order() {
        assert!(CLASSES.is_sorted());
        assert!(PLACING.is_sorted());
    }

    #[test]
    fn what_is_out_of_sight_is_told() {
        for style in [
            "position:absolute;left:-9999px",
            "position: absolute; TOP: -100em",
            "text-indent:-9999px",
            "height:0;overflow:hidden",
            "max-height: 0px; overflow-y: hidden",
            "position:absolute;width:1px;height:1px;overflow:hidden",
            "position:absolute;clip:rect(0 0 0 0)",
            "position:absolute;clip:rect(1px, 1px, 1px, 1px)",
            "clip-path:inset(50%)",
            "clip-path: inset(100%)",
            "clip-path:circle(0)",
            "transform:scale(0)",
            "transform: translateX(-9999px)",
            "content-visibility:hidden",
        ] {
            assert!(is_out_of_sight(&[style].into_iter()), "{style}");
        }
        for style in [
            "left:-9999px",
            "position:absolute;left:0;top:-10px",
            "position:relative;left:-5px",
            "height:0",
            "height:20px;overflow:hidden",
            "overflow:hidden",
            "clip:auto;position:absolute",
            "clip-path:inset(0)",
            "clip-path:inset(0 0 50% 0)",
            "transform:translateX(-50%)",
            "text-indent:-18pt",
            "margin-left:-7.1pt",
        ] {
            assert!(!is_out_of_sight(&[style].into_iter()), "{style}");
        }
        let stronger = ["position:absolute;left:-9999px", "left:0"];
        assert!(!is_out_of_sight(&stronger.into_iter()));
    }
}
