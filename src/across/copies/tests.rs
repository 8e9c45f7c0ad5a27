use super::key;

#[test]
fn words_and_masks_are_no_keys() {
    for text in ["saknas", "-", "0", "ärende ******-****", "1"] {
        assert_eq!(key(text), None, "{text}");
    }
    assert_eq!(key("KS 2024/1").as_deref(), Some("ks20241"));
}
