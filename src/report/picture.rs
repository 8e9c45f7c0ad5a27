//! A picture of an SVG as PNG. The letters are those of a font that the program holds, so that a
//! picture is the same on every machine. Nothing is drawn here that the SVG does not say.

use std::io;
use std::sync::{Arc, LazyLock};

use png::{BitDepth, ColorType, Compression, Encoder, Filter};
use resvg::tiny_skia::{Color, Pixmap, Transform};
use resvg::usvg::fontdb::Database;
use resvg::usvg::{Options, Tree};

const REGULAR: &[u8] = include_bytes!("picture/DejaVuSansCondensed.ttf");
const BOLD: &[u8] = include_bytes!("picture/DejaVuSansCondensed-Bold.ttf");
const FAMILY: &str = "DejaVu Sans Condensed";

/// How many points of the picture stand for one of the SVG, so that it stays sharp in print.
const SCALE: f32 = 2.0;

/// The fonts of the program, and none of the machine.
static FONTS: LazyLock<Arc<Database>> = LazyLock::new(|| {
    let mut fonts = Database::new();
    fonts.load_font_data(REGULAR.to_vec());
    fonts.load_font_data(BOLD.to_vec());
    fonts.set_sans_serif_family(FAMILY);
    Arc::new(fonts)
});

/// The PNG of an SVG, on white paper: three bytes for a point, since none is seen through.
///
/// # Errors
/// The SVG cannot be read: a fault of the program.
pub(super) fn png(svg: &str) -> io::Result<Vec<u8>> {
    let options = Options {
        fontdb: Arc::clone(&FONTS),
        font_family: FAMILY.to_owned(),
        ..Options::default()
    };
    let tree = Tree::from_str(svg, &options).map_err(io::Error::other)?;
    let size = tree.size().to_int_size();
    let size = size.scale_by(SCALE).unwrap_or(size);
    let mut picture = Pixmap::new(size.width(), size.height())
        .ok_or_else(|| io::Error::other("a picture without a size"))?;
    picture.fill(Color::WHITE);
    let transform = Transform::from_scale(SCALE, SCALE);
    resvg::render(&tree, transform, &mut picture.as_mut());
    let mut points = Vec::with_capacity(picture.pixels().len() * 3);
    for point in picture.pixels() {
        points.extend_from_slice(&[point.red(), point.green(), point.blue()]);
    }
    let mut file = Vec::new();
    let mut encoder = Encoder::new(&mut file, picture.width(), picture.height());
    encoder.set_color(ColorType::Rgb);
    encoder.set_depth(BitDepth::Eight);
    // Even faces are smallest as they are.
    encoder.set_compression(Compression::Balanced);
    encoder.set_filter(Filter::NoFilter);
    let mut writer = encoder.write_header().map_err(io::Error::other)?;
    writer.write_image_data(&points).map_err(io::Error::other)?;
    writer.finish().map_err(io::Error::other)?;
    Ok(file)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pixels(content: &str) -> Pixmap {
        let svg = format!(
            r#"<svg xmlns="http://www.w3.org/2000/svg" width="60" height="20" font-family="Arial, sans-serif">{content}</svg>"#
        );
        Pixmap::decode_png(&png(&svg).unwrap()).unwrap()
    }

    #[test]
    fn letters_are_drawn_and_bold_ones_are_darker() {
        let ink = |content: &str| {
            let pixels = pixels(content);
            let shades = pixels.pixels().iter();
            let shades = shades.map(|pixel| u64::from(255 - pixel.green()));
            shades.sum::<u64>()
        };
        let plain = ink(r#"<text x="2" y="15" font-size="14">Åäö</text>"#);
        let bold = ink(r#"<text x="2" y="15" font-size="14" font-weight="bold">Åäö</text>"#);
        assert!(0 < plain && plain < bold, "{plain} {bold}");
        // A ring and dots: more ink than without them.
        assert!(ink(r#"<text x="2" y="15" font-size="14">Aao</text>"#) < plain);
    }

    #[test]
    fn a_picture_has_twice_the_points_of_its_drawing() {
        let pixels = pixels("");
        assert_eq!((pixels.width(), pixels.height()), (120, 40));
    }
}
