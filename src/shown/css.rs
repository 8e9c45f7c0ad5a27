//! Colours as style sheets and pages name them. Source: CSS Color Module Level 4.

use super::colour::Colour;

/// Names of colours, each with its six digits.
const NAMES: &str = "aliceblue f0f8ff antiquewhite faebd7 aqua 00ffff aquamarine 7fffd4 azure f0ffff \
    beige f5f5dc bisque ffe4c4 black 000000 blanchedalmond ffebcd blue 0000ff blueviolet 8a2be2 \
    brown a52a2a burlywood deb887 cadetblue 5f9ea0 chartreuse 7fff00 chocolate d2691e coral ff7f50 \
    cornflowerblue 6495ed cornsilk fff8dc crimson dc143c cyan 00ffff darkblue 00008b darkcyan 008b8b \
    darkgoldenrod b8860b darkgray a9a9a9 darkgreen 006400 darkgrey a9a9a9 darkkhaki bdb76b \
    darkmagenta 8b008b darkolivegreen 556b2f darkorange ff8c00 darkorchid 9932cc darkred 8b0000 \
    darksalmon e9967a darkseagreen 8fbc8f darkslateblue 483d8b darkslategray 2f4f4f \
    darkslategrey 2f4f4f darkturquoise 00ced1 darkviolet 9400d3 deeppink ff1493 deepskyblue 00bfff \
    dimgray 696969 dimgrey 696969 dodgerblue 1e90ff firebrick b22222 floralwhite fffaf0 \
    forestgreen 228b22 fuchsia ff00ff gainsboro dcdcdc ghostwhite f8f8ff gold ffd700 \
    goldenrod daa520 gray 808080 green 008000 greenyellow adff2f grey 808080 honeydew f0fff0 \
    hotpink ff69b4 indianred cd5c5c indigo 4b0082 ivory fffff0 khaki f0e68c lavender e6e6fa \
    lavenderblush fff0f5 lawngreen 7cfc00 lemonchiffon fffacd lightblue add8e6 lightcoral f08080 \
    lightcyan e0ffff lightgoldenrodyellow fafad2 lightgray d3d3d3 lightgreen 90ee90 \
    lightgrey d3d3d3 lightpink ffb6c1 lightsalmon ffa07a lightseagreen 20b2aa lightskyblue 87cefa \
    lightslategray 778899 lightslategrey 778899 lightsteelblue b0c4de lightyellow ffffe0 lime 00ff00 \
    limegreen 32cd32 linen faf0e6 magenta ff00ff maroon 800000 mediumaquamarine 66cdaa \
    mediumblue 0000cd mediumorchid ba55d3 mediumpurple 9370db mediumseagreen 3cb371 \
    mediumslateblue 7b68ee mediumspringgreen 00fa9a mediumturquoise 48d1cc mediumvioletred c71585 \
    midnightblue 191970 mintcream f5fffa mistyrose ffe4e1 moccasin ffe4b5 navajowhite ffdead \
    navy 000080 oldlace fdf5e6 olive 808000 olivedrab 6b8e23 orange ffa500 orangered ff4500 \
    orchid da70d6 palegoldenrod eee8aa palegreen 98fb98 paleturquoise afeeee palevioletred db7093 \
    papayawhip ffefd5 peachpuff ffdab9 peru cd853f pink ffc0cb plum dda0dd powderblue b0e0e6 \
    purple 800080 rebeccapurple 663399 red ff0000 rosybrown bc8f8f royalblue 4169e1 \
    saddlebrown 8b4513 salmon fa8072 sandybrown f4a460 seagreen 2e8b57 seashell fff5ee sienna a0522d \
    silver c0c0c0 skyblue 87ceeb slateblue 6a5acd slategray 708090 slategrey 708090 snow fffafa \
    springgreen 00ff7f steelblue 4682b4 tan d2b48c teal 008080 thistle d8bfd8 tomato ff6347 \
    turquoise 40e0d0 violet ee82ee wheat f5deb3 white ffffff whitesmoke f5f5f5 yellow ffff00 \
    yellowgreen 9acd32 canvas ffffff canvastext 000000 field ffffff fieldtext 000000 window ffffff \
    windowtext 000000";

/// A colour with how little it lets through; `None` for what is none, or none that is known.
pub(super) fn colour(value: &str) -> Option<(Colour, f32)> {
    let value = value.trim().to_ascii_lowercase();
    if let Some(digits) = value.strip_prefix('#') {
        return of_digits(digits);
    }
    if value == "transparent" {
        return Some((Colour::BLACK, 0.0));
    }
    let Some((function, parts)) = value.split_once('(') else {
        let mut names = NAMES.split_ascii_whitespace();
        names.find(|name| *name == value)?;
        return Some((Colour::of_hex(names.next()?)?, 1.0));
    };
    let parts: Vec<&str> = parts
        .trim_end_matches(')')
        .split([',', ' ', '/'])
        .filter(|part| !part.is_empty())
        .collect();
    let opacity = parts.get(3).map_or(Some(1.0), |part| share(part, 1.0))?;
    match (function, &parts[..]) {
        ("rgb" | "rgba", [red, green, blue, ..]) => {
            let part = |part: &str| share(part, 255.0);
            Some((Colour([part(red)?, part(green)?, part(blue)?]), opacity))
        }
        ("hsl" | "hsla", [hue, strength, light, ..]) => {
            let hue = hue.trim_end_matches("deg").parse().ok()?;
            let of = |part| share(part, 100.0);
            Some((of_hue(hue, of(strength)?, of(light)?), opacity))
        }
        _ => None,
    }
}

/// A colour in an attribute of a page, where the sign before the digits may be missing.
pub(super) fn of_attribute(value: &str) -> Option<Colour> {
    let named = colour(value).map(|(colour, _)| colour);
    named.or_else(|| Colour::of_hex(value.trim()))
}

/// The colour in a value that says more than that. The outer is `None` where it has none.
#[allow(
    clippy::option_option,
    reason = "nothing said, and said and not known, are two things"
)]
pub(super) fn within(value: &str) -> Option<Option<(Colour, f32)>> {
    let lower = value.to_ascii_lowercase();
    if lower.contains("url(") || lower.contains("gradient") || lower.contains("var(") {
        return Some(None);
    }
    if let Some(at) = ["rgb", "hsl"].iter().find_map(|name| lower.find(name)) {
        let end = lower[at..].find(')').map_or(lower.len(), |end| at + end);
        return Some(colour(&lower[at..end]));
    }
    lower.split_ascii_whitespace().find_map(colour).map(Some)
}

/// A number or a percentage as a share of so many.
pub(super) fn share(part: &str, whole: f32) -> Option<f32> {
    let number = match part.strip_suffix('%') {
        Some(percent) => percent.parse::<f32>().ok()? / 100.0,
        None => part.parse::<f32>().ok()? / whole,
    };
    Some(number.clamp(0.0, 1.0))
}

fn of_digits(digits: &str) -> Option<(Colour, f32)> {
    let one = |at: usize| digits.get(at..=at).map(|digit| digit.repeat(2));
    let whole = match digits.len() {
        3 | 4 => (0..digits.len()).map(one).collect::<Option<String>>()?,
        _ => digits.to_owned(),
    };
    let opacity = match whole.get(6..) {
        Some("") => 1.0,
        Some(part) if part.len() == 2 => f32::from(u8::from_str_radix(part, 16).ok()?) / 255.0,
        _ => return None,
    };
    Some((Colour::of_hex(&whole[..6])?, opacity))
}

/// Source: the formula of CSS Color Module Level 4, 7.1.
fn of_hue(hue: f32, strength: f32, light: f32) -> Colour {
    let reach = strength * light.min(1.0 - light);
    let part = |from: f32| {
        let at = (from + hue / 30.0).rem_euclid(12.0);
        light - reach * (at - 3.0).min(9.0 - at).clamp(-1.0, 1.0)
    };
    Colour([part(0.0), part(8.0), part(4.0)])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_are_known_in_each_way_to_write_them() {
        let white = Some((Colour::WHITE, 1.0));
        for value in [
            "white",
            "#FFF",
            "#ffffff",
            "#ffffffff",
            "rgb(255, 255,255)",
            "rgb(100% 100% 100%)",
            "hsl(120deg, 50%, 100%)",
            "hsl(0 0% 100% / 1)",
            "Window",
        ] {
            assert_eq!(colour(value), white, "{value}");
        }
        assert_eq!(
            colour("hsl(240, 100%, 50%)").unwrap().0,
            Colour([0.0, 0.0, 1.0])
        );
        assert_eq!(colour("rgba(0,0,0,.5)"), Some((Colour::BLACK, 0.5)));
        for none in [
            "", "#ff", "#12345g", "#åå", "var(--x)", "none", "rgb(1,2)", "ffffff",
        ] {
            assert_eq!(colour(none), None, "{none}");
        }
        assert_eq!(of_attribute("FFFFFF"), Some(Colour::WHITE));
        assert_eq!(within("0 0 white no-repeat"), Some(white));
        assert_eq!(within("white url(x.png)"), Some(None));
        assert_eq!(within("none"), None);
    }
}
