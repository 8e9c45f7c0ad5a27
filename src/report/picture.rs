//! A picture of an SVG as PNG. The letters are those of a font that the program holds, so that a
//! picture is the same on every machine. Nothing is drawn here that the SVG does not say.

use std::collections::hash_map::Entry;
use std::io;
use std::sync::{Arc, LazyLock};

use foldhash::HashMap;
use png::{BitDepth, ColorType, DeflateCompression, Encoder, EncodingError, Filter};
use resvg::tiny_skia::{Color, Pixmap, PremultipliedColorU8, Transform};
use resvg::usvg::fontdb::Database;
use resvg::usvg::{Options, Tree};

const REGULAR: &[u8] = include_bytes!("picture/DejaVuSansCondensed.ttf");
const BOLD: &[u8] = include_bytes!("picture/DejaVuSansCondensed-Bold.ttf");
const FAMILY: &str = "DejaVu Sans Condensed";

/// How many points of the picture stand for one of the SVG: about 200 to the inch where a picture
/// fills the text of an A4 page, so that it stays sharp in print.
const SCALE: f32 = 1.5;

/// The fonts of the program, and none of the machine.
static FONTS: LazyLock<Arc<Database>> = LazyLock::new(|| {
    let mut fonts = Database::new();
    fonts.load_font_data(REGULAR.to_vec());
    fonts.load_font_data(BOLD.to_vec());
    fonts.set_sans_serif_family(FAMILY);
    Arc::new(fonts)
});

/// The PNG of an SVG, on white paper.
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
    encoded(&picture).map_err(io::Error::other)
}

/// The file of a picture.
fn encoded(picture: &Pixmap) -> Result<Vec<u8>, EncodingError> {
    let mut file = Vec::new();
    let mut encoder = Encoder::new(&mut file, picture.width(), picture.height());
    encoder.set_depth(BitDepth::Eight);
    let points = if let Some((colors, places)) = listed(picture) {
        encoder.set_color(ColorType::Indexed);
        encoder.set_palette(colors);
        places
    } else {
        encoder.set_color(ColorType::Rgb);
        picture.pixels().iter().copied().flat_map(rgb).collect()
    };
    // Even faces are smallest as they are, and packed as well in little time as in much.
    encoder.set_deflate_compression(DeflateCompression::Level(1));
    encoder.set_filter(Filter::NoFilter);
    let mut writer = encoder.write_header()?;
    writer.write_image_data(&points)?;
    writer.finish()?;
    Ok(file)
}

/// The colours of a picture in the order in which they occur, three bytes for each, and of each
/// point the place of its colour: one byte in place of three. `None` where there are more
/// colours than a byte can tell.
fn listed(picture: &Pixmap) -> Option<(Vec<u8>, Vec<u8>)> {
    let wide = picture.width() as usize;
    let mut colors = Vec::new();
    let mut known: HashMap<[u8; 3], u8> = HashMap::default();
    let mut places = Vec::with_capacity(picture.pixels().len());
    let mut above: &[u8] = &[];
    let lines = picture
        .data()
        .chunks_exact(wide * size_of::<PremultipliedColorU8>());
    for (line, points) in lines.zip(picture.pixels().chunks_exact(wide)) {
        // Most lines are equal to the one above, and most points to the one before.
        if line == above {
            places.extend_from_within(places.len() - wide..);
            continue;
        }
        above = line;
        for run in points.chunk_by(|one, next| one == next) {
            let color = rgb(run[0]);
            let next = known.len();
            let place = match known.entry(color) {
                Entry::Occupied(known) => *known.get(),
                Entry::Vacant(new) => {
                    colors.extend(color);
                    *new.insert(u8::try_from(next).ok()?)
                }
            };
            places.resize(places.len() + run.len(), place);
        }
    }
    Some((colors, places))
}

/// The colour of a point. None is seen through.
fn rgb(point: PremultipliedColorU8) -> [u8; 3] {
    [point.red(), point.green(), point.blue()]
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
    fn a_picture_of_few_colours_or_of_many_is_the_same_to_look_at() {
        let mut few = Pixmap::new(40, 40).unwrap();
        few.fill(Color::WHITE);
        let mut many = few.clone();
        for (at, point) in (0..).zip(many.pixels_mut()) {
            let [high, low] = u16::to_be_bytes(at);
            *point = PremultipliedColorU8::from_rgba(high, low, 7, 255).unwrap();
        }
        for (picture, bytes) in [(few, 1), (many, 3)] {
            assert_eq!(listed(&picture).is_some(), bytes == 1);
            let file = encoded(&picture).unwrap();
            assert_eq!(Pixmap::decode_png(&file).unwrap(), picture);
            let mut reader = png::Decoder::new(io::Cursor::new(file));
            let bits = reader.read_header_info().unwrap().bits_per_pixel();
            assert_eq!(bits, 8 * bytes);
        }
    }

    #[test]
    fn a_picture_has_more_points_than_its_drawing() {
        let pixels = pixels("");
        assert_eq!((pixels.width(), pixels.height()), (90, 30));
    }
}
