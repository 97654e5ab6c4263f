//! Pages become bytes: templates, style and scripts of the theme, the navigation script and the search index.
//!
//! Never decides what a reader may see: what is on a page was decided before it came here.

mod built_in;
mod edition;
mod facts;
mod filters;
mod markup;
mod navigation;
mod previews;
mod renderer;
mod rows;
mod search;
mod sidebar;
mod start_here;
mod theme;
mod versions;
mod words;

pub use edition::{
    Cover, EDITION, EDITION_NUMBERS, EDITION_STYLE, Edition, Printed, PrintedChapter, edition, edition_numbers,
};
pub use facts::{AreaLink, Direction, ShownVersion, SiteFacts};
pub use navigation::navigation_script;
pub use previews::{Preview, preview, preview_files};
pub use renderer::{Rendered, Renderer};
pub use rows::{rows_path, rows_script};
pub use search::{DecodedPage, DecodedSearch, SearchCache, decode_search, search_files};
pub use start_here::{StartCatalog, StartEntry, StartHere};
pub use theme::Theme;
pub use versions::{Place, VersionLine, version_files};
