//! Dates and times of cells, as we write them.

use calamine::ExcelDateTime;
use jiff::{RoundMode, Unit, civil};

/// A serial number of Excel as date, time or both, to the second.
pub(super) fn of_serial(serial: ExcelDateTime) -> Option<Box<str>> {
    let (year, month, day, hour, minute, second, milli) = serial.to_ymd_hms_milli();
    let [month, day, hour, minute, second] =
        [month, day, hour, minute, second].map(|part| part as i8);
    let nanos = i32::from(milli) * 1_000_000;
    let exact = civil::DateTime::new(year as i16, month, day, hour, minute, second, nanos).ok()?;
    let rounding = civil::DateTimeRound::new()
        .smallest(Unit::Second)
        .mode(RoundMode::HalfExpand);
    let moment = exact.round(rounding).ok()?;
    let clock = clock(moment.time());
    if serial.as_f64() < 0.0 {
        None
    } else if serial.as_f64() < 1.0 {
        Some(clock.into())
    } else if moment.time() == civil::Time::midnight() {
        Some(moment.date().to_string().into())
    } else {
        Some(format!("{}T{clock}", moment.date()).into())
    }
}

fn clock(time: civil::Time) -> String {
    if time.second() == 0 {
        return format!("{:02}:{:02}", time.hour(), time.minute());
    }
    format!(
        "{:02}:{:02}:{:02}",
        time.hour(),
        time.minute(),
        time.second()
    )
}

/// A time of day as OpenDocument writes it: `PT09H30M00S`.
pub(super) fn of_duration(text: &str) -> Option<Box<str>> {
    let (hours, rest) = text.strip_prefix("PT")?.split_once('H')?;
    let (minutes, _) = rest.split_once('M')?;
    let time = civil::Time::new(hours.parse().ok()?, minutes.parse().ok()?, 0, 0).ok()?;
    Some(clock(time).into())
}
