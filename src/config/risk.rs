//! Reads `risk:` of the configuration: the steps, the levels, and what needs no acceptance.
//!
//! Never keeps a scale that contradicts itself: what is wrong is said, and the default stands.

use crate::diagnostic::Finding;
use crate::handbook::{RISK_KIND, RiskLevel, RiskScale};
use crate::schema::{FieldPath, FieldType, Kinds};
use crate::syntax::{Fields, Node, wrong_choice};
use crate::text::{Span, Spanned};

/// The fields of the kind that are rated on each side of the scale.
const LIKELIHOOD: [&str; 2] = ["likelihood", "residual.likelihood"];
const IMPACT: [&str; 2] = ["impact", "residual.impact"];

/// Reads the scale; steps that are not configured follow the fields of the kind.
pub(super) fn read_risk(node: Option<&Node>, kinds: &Kinds, findings: &mut Vec<Finding>) -> RiskScale {
    let mut scale = RiskScale::default();
    let Some(node) = node else {
        follow_kind(&mut scale.likelihood, LIKELIHOOD[0], kinds);
        follow_kind(&mut scale.impact, IMPACT[0], kinds);
        return scale;
    };
    let mut fields = Fields::of(node);
    let sides = [("likelihood", LIKELIHOOD), ("impact", IMPACT)];
    for (name, paths) in sides {
        let words = fields.texts(name);
        let side = if name == "likelihood" { &mut scale.likelihood } else { &mut scale.impact };
        match node.get(name).filter(|_| !words.is_empty()) {
            Some(place) => {
                *side = words.into_iter().map(|word| word.value).collect();
                let steps = side.len();
                fields.findings.extend(paths.iter().filter_map(|path| differs(path, steps, place.span, kinds)));
            }
            None => follow_kind(side, paths[0], kinds),
        }
    }
    if let Some(node) = fields.node("levels") {
        read_levels(node, &mut scale, &mut fields.findings);
    }
    if let Some(node) = fields.node("matrix") {
        scale.matrix = read_matrix(node, &scale, &mut fields.findings);
    }
    if let Some(word) = fields.text("appetite") {
        scale.appetite = level(&word, &scale, "appetite", &mut fields.findings).unwrap_or(0);
    }
    findings.extend(fields.finish("`risk`"));
    scale
}

/// As many steps as the field of the kind has: with the usual words when they are as many.
fn follow_kind(side: &mut Vec<String>, path: &str, kinds: &Kinds) {
    if let Some((1, steps)) = range(path, kinds).filter(|(_, steps)| *steps != side.len() && (1..=20).contains(steps)) {
        *side = (1..=steps).map(|step| step.to_string()).collect();
    }
}

/// Where the field of the kind begins and ends.
fn range(path: &str, kinds: &Kinds) -> Option<(usize, usize)> {
    let kind = kinds.get(RISK_KIND)?;
    let field = kinds.field(kind, &FieldPath::parse(path))?;
    let FieldType::Number(range) = &field.field_type else { return None };
    let (min, max) = (range.min.as_ref()?.value, range.max.as_ref()?.value);
    (min.fract() == 0.0 && max.fract() == 0.0 && min >= 0.0 && max <= 100.0).then_some((min as usize, max as usize))
}

fn differs(path: &str, steps: usize, place: Span, kinds: &Kinds) -> Option<Finding> {
    let range = range(path, kinds);
    if range == Some((1, steps)) {
        return None;
    }
    let is = range.map_or("has no limits".to_owned(), |(min, max)| format!("goes from {min} to {max}"));
    let message = format!("these are {steps} steps, but the field `{path}` of the kind `{RISK_KIND}` {is}");
    let help =
        format!("give the field `min: 1, max: {steps}` in kinds/{RISK_KIND}.yaml, or name as many steps as it has");
    Some(Finding::warning("risk-scale-differs", place, message).help(help))
}

/// A map from the level's name to the lowest product that makes it.
fn read_levels(node: &Node, scale: &mut RiskScale, findings: &mut Vec<Finding>) {
    let Some(pairs) = node.map().filter(|pairs| !pairs.is_empty()) else {
        let message = format!("`levels` is a map from a name to the lowest score, this is {}", node.shape());
        findings.push(Finding::error("wrong-type", node.span, message).help("levels: {low: 1, moderate: 5, high: 10}"));
        return;
    };
    let mut levels: Vec<RiskLevel> = Vec::new();
    for pair in pairs {
        let from = pair.value.text().and_then(|text| text.parse().ok());
        let rises = |from: usize| levels.last().map_or(from == 1, |last| from > last.from);
        match from.filter(|from| rises(*from)) {
            Some(from) => levels.push(RiskLevel { name: pair.key.value.clone(), from }),
            None => {
                let message = "the lowest scores start at 1 and rise from level to level";
                findings.push(Finding::error("wrong-risk-level", pair.value.span, message));
                return;
            }
        }
    }
    scale.levels = levels;
}

/// One row for each likelihood, the lowest first, with the name of a level for each impact.
fn read_matrix(node: &Node, scale: &RiskScale, findings: &mut Vec<Finding>) -> Option<Vec<Vec<usize>>> {
    let (rows, columns) = (scale.likelihood.len(), scale.impact.len());
    let mut matrix = Vec::new();
    for row in node.list().unwrap_or(&[]) {
        let words: Vec<Spanned<String>> = row.one_or_many().iter().filter_map(Node::spanned_text).collect();
        let levels: Option<Vec<usize>> = words.iter().map(|word| level(word, scale, "matrix", findings)).collect();
        matrix.push(levels?);
    }
    if matrix.len() == rows && matrix.iter().all(|row| row.len() == columns) {
        return Some(matrix);
    }
    let message = format!("`matrix` has {rows} rows of {columns} levels: one row a likelihood, the lowest first");
    findings.push(Finding::error("wrong-risk-matrix", node.span, message));
    None
}

fn level(word: &Spanned<String>, scale: &RiskScale, key: &str, findings: &mut Vec<Finding>) -> Option<usize> {
    let found = scale.levels.iter().position(|level| level.name == word.value);
    if found.is_none() {
        let known: Vec<&str> = scale.levels.iter().map(|level| level.name.as_str()).collect();
        findings.push(wrong_choice(key, word, &known));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::read_risk;
    use crate::schema::Kinds;
    use crate::syntax::parse_yaml;
    use crate::text::DocPath;

    fn read(yaml: &str, kind: &str) -> (String, Vec<String>) {
        let file = (DocPath::new("kinds/risk.yaml").unwrap(), parse_yaml(kind, 0).root.unwrap());
        let kinds = Kinds::with_user_files(&[file]).0;
        let root = parse_yaml(yaml, 0).root;
        let mut findings = Vec::new();
        let scale = read_risk(root.as_ref(), &kinds, &mut findings);
        let levels: Vec<String> = scale.levels.iter().map(|level| format!("{} {}", level.name, level.from)).collect();
        let rating = scale.rating(2, 2).map(|rating| scale.level_name(rating.level).to_owned());
        let said =
            findings.iter().map(|finding| format!("{}: {}", finding.code, &yaml[finding.span.range()])).collect();
        let (rows, columns) = (scale.likelihood.len(), scale.impact.len());
        let appetite = scale.level_name(scale.appetite);
        (format!("{rows}x{columns}; {}; 2x2 {}; {appetite}", levels.join(", "), rating.unwrap_or_default()), said)
    }

    const NOTHING: &str = "id: risk";
    const FOUR: &str = "id: risk\nfields:\n  likelihood: {type: number, min: 1, max: 4}\n  residual: {type: group, fields: {likelihood: {type: number, min: 1, max: 4}, impact: {type: number, min: 1, max: 5}}}";

    #[test]
    fn the_scale_is_what_the_configuration_and_the_kind_say() {
        let default = "low 1, moderate 5, high 10, critical 20";
        assert_eq!(read("{}", NOTHING), (format!("5x5; {default}; 2x2 low; low"), vec![]));
        assert_eq!(read("{}", FOUR).0, format!("4x5; {default}; 2x2 low; low"));
        let own = "levels: {fine: 1, bad: 4}\nappetite: bad";
        assert_eq!(read(own, NOTHING), ("5x5; fine 1, bad 4; 2x2 bad; bad".to_owned(), vec![]));
        assert_eq!(read("likelihood: [a, b, c, d]", FOUR), (format!("4x5; {default}; 2x2 low; low"), vec![]));
        let matrix = "likelihood: [a, b]\nimpact: [c, d]\nmatrix: [[low, low], [low, critical]]";
        assert_eq!(read(matrix, NOTHING).0, format!("2x2; {default}; 2x2 critical; low"));
    }

    #[test]
    fn a_scale_that_does_not_fit_is_said_at_its_place() {
        let said = |yaml: &str| read(yaml, NOTHING).1;
        let differs = "risk-scale-differs: [a, b]".to_owned();
        assert_eq!(said("likelihood: [a, b]"), [differs.clone(), differs]);
        assert_eq!(said("levels: {low: 1, high: 1}"), ["wrong-risk-level: 1"]);
        assert_eq!(said("levels: {low: 2}"), ["wrong-risk-level: 2"]);
        assert_eq!(said("appetite: medium"), ["wrong-choice: medium"]);
        assert_eq!(said("matrix: [[low]]"), ["wrong-risk-matrix: [[low]]"]);
        assert_eq!(said("apetite: low"), ["unknown-key: apetite"]);
    }
}
