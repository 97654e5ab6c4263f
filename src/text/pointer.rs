//! Whether bytes are a pointer of Git LFS: a few lines that stand where a large file was not fetched.
//!
//! Never fetches what it points to.

/// The specification allows no more.
const LONGEST: usize = 1024;

const FIRST_LINE: &[u8] = b"version https://git-lfs.github.com/spec/v1\n";

/// Whether the whole content of a file is such a pointer.
pub fn is_lfs_pointer(content: &[u8]) -> bool {
    if content.len() >= LONGEST || !content.starts_with(FIRST_LINE) {
        return false;
    }
    let Ok(text) = std::str::from_utf8(content) else { return false };
    let has = |key: &str| text.lines().any(|line| line.starts_with(key));
    has("oid ") && has("size ")
}

#[cfg(test)]
mod tests {
    use super::is_lfs_pointer;

    const POINTER: &str = "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393\nsize 12345\n";

    #[test]
    fn a_pointer_is_told_from_a_text_about_one() {
        assert!(is_lfs_pointer(POINTER.as_bytes()));
        assert!(is_lfs_pointer(POINTER.replace("oid", "ext-0-foo sha256:4d7a\noid").as_bytes()));
        for other in ["", "version https://git-lfs.github.com/spec/v1\n", &format!("See:\n{POINTER}")] {
            assert!(!is_lfs_pointer(other.as_bytes()), "{other}");
        }
        assert!(!is_lfs_pointer(format!("{POINTER}{}", "x".repeat(1024)).as_bytes()));
    }
}
