//! Site paths become relative addresses.
//!
//! Never makes an address that needs a server or knows where the site stands.

/// The way from a page up to the site's root: `""`, `"../"`, `"../../"`.
pub fn root_of(page: &str) -> String {
    "../".repeat(page.matches('/').count())
}

/// A site path, perhaps with a fragment, as an escaped address below `root`.
pub fn relative(root: &str, url: &str) -> String {
    let mut out = String::with_capacity(root.len() + url.len() + 8);
    push_relative(&mut out, root, url);
    out
}

/// Appends what [`relative`] gives.
pub fn push_relative(out: &mut String, root: &str, url: &str) {
    let (path, fragment) = match url.split_once('#') {
        Some((path, fragment)) => (path, Some(fragment)),
        None => (url, None),
    };
    if !path.is_empty() {
        out.push_str(root);
        // A first step such as `note:1.html` would read as a scheme.
        if root.is_empty() && path.split('/').next().is_some_and(|step| step.contains(':')) {
            out.push_str("./");
        }
        escape(out, path, |byte| byte == b'/');
    }
    if let Some(fragment) = fragment {
        push_fragment(out, fragment);
    }
}

/// Appends `#` and an escaped fragment.
pub fn push_fragment(out: &mut String, fragment: &str) {
    out.push('#');
    escape(out, fragment, |byte| matches!(byte, b'/' | b'?'));
}

/// What may stand as it is in a path and in a fragment.
const PLAIN: [bool; 256] = {
    let signs = b"-._~!$()*+,;=:@";
    let mut plain = [false; 256];
    let mut byte = 0;
    while byte < 128 {
        plain[byte] = (byte as u8).is_ascii_alphanumeric();
        byte += 1;
    }
    let mut at = 0;
    while at < signs.len() {
        plain[signs[at] as usize] = true;
        at += 1;
    }
    plain
};

/// Percent-encodes all but the characters that a path and a fragment may hold as they are; what need not be encoded,
/// which is nearly all, is copied in one piece.
fn escape(out: &mut String, text: &str, also: impl Fn(u8) -> bool) {
    let is_plain = |byte: u8| PLAIN[usize::from(byte)] || also(byte);
    let mut rest = text;
    while let Some(at) = rest.bytes().position(|byte| !is_plain(byte)) {
        out.push_str(&rest[..at]);
        let character = rest[at..].chars().next().map_or(1, char::len_utf8);
        for byte in rest[at..at + character].bytes() {
            out.push('%');
            out.push(hex(byte >> 4));
            out.push(hex(byte & 15));
        }
        rest = &rest[at + character..];
    }
    out.push_str(rest);
}

fn hex(digit: u8) -> char {
    char::from(b"0123456789ABCDEF"[usize::from(digit & 15)])
}

#[cfg(test)]
mod tests {
    use super::{relative, root_of};

    #[test]
    fn climbs_to_the_root_from_any_depth() {
        assert_eq!(root_of("index.html"), "");
        assert_eq!(root_of("a/b/c.html"), "../../");
        assert_eq!(relative(&root_of("a/b.html"), "documents/POL-001.html#scope"), "../documents/POL-001.html#scope");
        assert_eq!(relative("../", "#here"), "#here");
    }

    #[test]
    fn escapes_what_an_address_cannot_hold() {
        assert_eq!(relative("", "evidence/My report 100%?.pdf"), "evidence/My%20report%20100%25%3F.pdf");
        assert_eq!(relative("", "größe.html#\"><script>"), "gr%C3%B6%C3%9Fe.html#%22%3E%3Cscript%3E");
        assert_eq!(relative("", "javascript:alert(1).html"), "./javascript:alert(1).html");
    }
}
