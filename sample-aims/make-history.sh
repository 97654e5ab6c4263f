#!/usr/bin/env bash
# Makes a git repository with the history of this sample: what a handbook looks like after three years.
#
#   bash sample-aims/make-history.sh FOLDER
#
# FOLDER must not exist yet, or be empty, and must lie outside this checkout. The same sample gives the same commit ids.
#
# Tags:    v0.1 (2023, one document, before the first aimsbook.yaml), v1.0 (2024), v2.0 (2025), v3.0 (2026, this sample).
# Branch:  `proposal`, a change that a reviewer should not wave through.
# The handbook never reads this file: it is neither a document nor a record, and nothing refers to it.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)

fail() { echo "make-history: $*" >&2; exit 1; }

[ $# -eq 1 ] || fail "say where the repository goes: bash make-history.sh FOLDER"
mkdir -p "$1"
repo=$(cd "$1" && pwd -P)
[ -z "$(ls -A "$repo")" ] || fail "$1 is not empty"
top=$(git -C "$here" rev-parse --show-toplevel 2>/dev/null || echo "$here")
case "$repo/" in "$top"/* | "$here"/*) rmdir "$repo"; fail "$1 lies inside the checkout of the sample" ;; esac

# Nothing of the machine's own settings may reach the commits.
unset GIT_DIR GIT_WORK_TREE GIT_INDEX_FILE GIT_OBJECT_DIRECTORY GIT_COMMON_DIR GIT_NAMESPACE
export LC_ALL=C TZ=UTC GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_SYSTEM=/dev/null GIT_CONFIG_NOSYSTEM=1
export GIT_DEFAULT_HASH=sha1
git() {
  command git -c core.autocrlf=false -c core.fileMode=false -c core.hooksPath=/dev/null -c core.excludesFile=/dev/null \
    -c core.attributesFile=/dev/null -c commit.gpgSign=false -c tag.gpgSign=false "$@"
}

# ---- small steps -------------------------------------------------------------------------------------------------------

# take PATH...: files as the sample has them today.
take() {
  local path
  for path in "$@"; do
    [ -f "$here/$path" ] || fail "the sample no longer has $path"
    mkdir -p "$(dirname "$path")"
    cp "$here/$path" "$path"
    chmod 644 "$path"
  done
}

# edit PATH EXPRESSION...: every expression of sed has to change something, so that no sentence gets lost unseen.
edit() {
  local path=$1 expression
  shift
  for expression in "$@"; do
    sed -E "$expression" "$path" >"$repo/.edited"
    if cmp -s "$path" "$repo/.edited"; then fail "nothing to change in $path: $expression"; fi
    mv "$repo/.edited" "$path"
  done
}

# keep PATH ID...: of a register, only these records.
keep() {
  local path=$1
  shift
  awk -v ids=" $* " '
    /^  - / { id = $0; sub(/.*id: */, "", id); sub(/[,}].*/, "", id); kept = index(ids, " " id " ") > 0; count += kept }
    /^  / { if (!kept && count + 0 >= 0 && seen + 0 == 1) next }
    /^records:/ { seen = 1; print; next }
    { print }
    END { if (count != split(ids, wanted, " ")) exit 1 }
  ' "$path" >"$repo/.edited" || fail "$path does not have all of: $*"
  mv "$repo/.edited" "$path"
}

# a_year_earlier PATH...: every date a year back; evidence of later years is not there yet.
a_year_earlier() {
  local path
  for path in "$@"; do
    sed -E -e '/evidence\/2026/d' -e 's/2025-([01][0-9]-[0-3][0-9])/2024-\1/g' -e 's/2026-([01][0-9]-[0-3][0-9])/2025-\1/g' \
      -e 's/2027-([01][0-9]-[0-3][0-9])/2026-\1/g' "$path" >"$repo/.edited"
    mv "$repo/.edited" "$path"
  done
}

# forget_the_future: nothing here refers to what was written later. A control without a document is not in place yet.
forget_the_future() {
  local path known
  known=" $(grep -rhoE --include='*.md' --include='*.yaml' '(^|^  - |[{ ])id: [A-Z]+-[0-9]+' . | grep -oE '[A-Z]+-[0-9]+' | sort -u | tr '\n' ' ')"
  find . -name .git -prune -o \( -name '*.md' -o -name '*.yaml' \) -print | sort | while IFS= read -r path; do
    awk -v known="$known" '
      function is_known(id) { return index(known, " " id " ") > 0 }
      # The line without references to unknown ids.
      function kept(line,   out, found, id, shown) {
        out = ""
        while (match(line, / ?\(\[\[[A-Z]+-[0-9]+\]\]\)|\[\[[A-Z]+-[0-9]+[^]]*\]\]/)) {
          found = substr(line, RSTART, RLENGTH)
          id = found
          sub(/^[^A-Z]*/, "", id)
          shown = id
          sub(/[^A-Z0-9-].*/, "", id)
          sub(/\]\].*/, "", shown)
          sub(/^[^|]*\|/, "", shown)
          if (is_known(id)) shown = found
          else if (found ~ /\(/) shown = ""
          out = out substr(line, 1, RSTART - 1) shown
          line = substr(line, RSTART + RLENGTH)
        }
        return out line
      }
      # The list of a key without unknown ids; nothing when all of them are.
      function listed(line,   start, rest, count, ids, at, out) {
        start = line
        sub(/\[.*/, "", start)
        rest = line
        sub(/^[^[]*\[/, "", rest)
        sub(/\].*/, "", rest)
        count = split(rest, ids, /, */)
        out = ""
        for (at = 1; at <= count; at++)
          if (ids[at] !~ /^[A-Z]+-[0-9]+$/ || is_known(ids[at])) out = out (out == "" ? "" : ", ") ids[at]
        return out == "" ? "" : start "[" out "]"
      }
      /^    implementation: / { implementation = $0; next }
      /^    how: \[/ {
        line = listed($0)
        if (implementation != "" && line == "") sub(/: .*/, ": partly", implementation)
        if (implementation != "") print implementation
        implementation = ""
        if (line != "") print line
        next
      }
      implementation != "" { print implementation; implementation = "" }
      /^(    )?(systems|links|risks): \[[A-Z]+-/ { line = listed($0); if (line != "") print line; next }
      { print kept($0) }
    ' "$path" >"$repo/.edited"
    cmp -s "$path" "$repo/.edited" || cp "$repo/.edited" "$path"
    rm "$repo/.edited"
  done
}

# document PATH VERSION APPROVED: an earlier version, from before approvals were bound to a text.
document() {
  local path=$1
  take "$path"
  sed -E -e "s/^version: .*/version: \"$2\"/; s/^approved: .*/approved: $3/" \
    -e '/^approval:/,/^  digest:/d' "$path" >"$repo/.edited"
  mv "$repo/.edited" "$path"
}

# commit DAY AUTHOR MESSAGE
commit() {
  local name=${2% <*} address=${2##*<}
  export GIT_AUTHOR_NAME=$name GIT_AUTHOR_EMAIL=${address%>} GIT_AUTHOR_DATE="$1T09:00:00+0000"
  export GIT_COMMITTER_NAME=$name GIT_COMMITTER_EMAIL=${address%>} GIT_COMMITTER_DATE="$1T09:00:00+0000"
  git add -A
  git commit -q -m "$3"
}

# tag NAME MESSAGE: on the day and by the author of the commit.
tag() { git tag -a "$1" -m "$2"; }

# The first two are one role that changed its name and address; `.mailmap` joins them.
officer="AI officer <ai-officer@example.net>"
head_of_ai="Head of AI governance <ai-governance@example.org>"
compliance="AI Compliance Manager <compliance@example.org>"
security="Information security officer <security@example.org>"
lending="Head of lending operations <lending@example.org>"
risk="Model risk lead <model-risk@example.org>"

cd "$repo"
git init -q --template= --object-format=sha1 .
git symbolic-ref HEAD refs/heads/main

# ---- 2023: a page of principles, and no configuration --------------------------------------------------------------------

cat >ai-principles.md <<'END'
---
id: POL-000
title: AI principles 2023
type: policy
version: "1.0"
status: approved
owner: Head of AI governance
approver: Managing director
approved: 2023-11-30
classification: internal
---
1. We use AI for the good of customers.
2. We use AI transparently where possible.
3. Humans stay in control.
4. We respect the law.
5. We strive for fairness.
END
commit 2023-11-30 "$officer" "AI principles, approved by the managing director"
tag v0.1 "The first page"

# ---- 2024: a handbook ----------------------------------------------------------------------------------------------------

cat >aimsbook.yaml <<'END'
title: Lindmoor Credit AI management handbook
organization: Lindmoor Credit
language: en
frameworks: [iso-42001]
audiences:
  internal: internal
  auditor: confidential
END
cat >ai-policy.md <<'END'
---
id: POL-001
title: AI policy
type: policy
version: "1.0"
status: approved
owner: Head of AI governance
approver: Managing director
approved: 2024-03-01
review: 12 months
classification: internal
clauses: [5.2, A.2.2]
---
## Purpose

We use AI so that people who can carry a loan get one quickly, and people who cannot are told the truth kindly and early. This
policy binds everyone who works for Lindmoor Credit.

## What we commit to {#commitments clauses="5.2"}

1. **A person decides what hurts.** No application may be declined without a decision by a trained person.
2. **Equal treatment.** Approval ratios between groups must stay at or above **0.80**.
3. **Reasons.** Every score should keep the reasons that moved it.
4. **Openness.** People must know when they deal with an AI system.

## Who is responsible

The managing director answers for this policy. Everyone must raise a concern without delay.
END
mkdir -p archive policies foundation procedures
git mv ai-principles.md archive/ai-principles-2023.md
take archive/ai-principles-2023.md
edit archive/ai-principles-2023.md '/^In hindsight/,$d' '/^summary:/d' '/^order:/d'
commit 2024-03-01 "$officer" "AI policy 1.0 replaces the principles"

cat >foundation/scope.md <<'END'
---
id: AIMS-001
title: Scope of the AI management system
type: policy
version: "1.0"
status: approved
owner: Head of AI governance
approver: Managing director
approved: 2024-05-16
review: 12 months
classification: internal
clauses: [4.3]
---
## Statement

> The AI management system of Lindmoor Credit covers the development and use of AI systems in consumer lending at the
> office in Utrecht.

## Outside, and why

- **Office software** with spelling or search features, as long as the output is used by its author only.
- **Bought-in systems.** Their suppliers answer for them.
END
cat >procedures/risk.md <<'END'
---
id: PROC-002
title: AI risk assessment
type: procedure
version: "1.0"
status: approved
owner: Head of AI governance
approver: Managing director
approved: 2024-06-13
review: 12 months
classification: internal
clauses: [6.1.2, 8.2]
---
## When

- before a system enters development;
- each year for all systems.

## Assessing {#assessing clauses="6.1.2"}

Likelihood and impact are rated from 1 to 5. Score = likelihood x impact. A score of 10 or more must be accepted by the
managing director.
END
commit 2024-06-13 "$officer" "Scope, and how risks are assessed"

document policies/acceptable-use.md 1.0 2024-09-12
edit policies/acceptable-use.md '/^> \[!CAUTION\]/,/^$/d' '/^## Checks/,/^## Exceptions/ { /^## Exceptions/!d; }' \
  '/^5\. Text/,/^6\. Nobody/d' 's/ must be checked at their source/ should be checked at their source/' \
  's/with Harbour \| with a public AI service/with a tool on the list | with a public AI service/' \
  's/drafted by Harbour must be read/drafted by a tool must be read/' \
  '/^  eu-ai-act|^  nist-ai-rmf/d' 's/^  iso-42001: .*/  iso-42001: [A.9.2]/' \
  's/ \(\[\[PROC-004\]\]\), which takes five working days for simple cases\./ by the AI officer./' \
  's/^Through \[\[PROC-021\]\], for at most six months, approved/For at most six months, approved/'
mkdir -p systems
cat >systems/call-list.yaml <<'END'
kind: ai-system
id: SYS-004
title: Call list for early arrears
owner: Head of lending operations
purpose: Sorts customers in early arrears by the estimated effect of a telephone call.
own_role: [provider, producer, user]
in_scope: yes
stage: in-use
version: "1.0"
deployed_on: 2023-10-02
personal_data: personal
risk_class: moderate
approved_by: Head of AI governance
approved_on: 2023-09-28
reviewed: 2024-09-20
END
commit 2024-09-20 "$security" "What staff may do with AI tools; the first system in the inventory"
tag v1.0 "Handbook 2024"

# ---- 2025: under ISO/IEC 42001 -------------------------------------------------------------------------------------------

cat >.mailmap <<'END'
Head of AI governance <ai-governance@example.org> AI officer <ai-officer@example.net>
END
git mv ai-policy.md policies/ai-policy.md
git mv procedures/risk.md procedures/risk-management.md
git mv systems/call-list.yaml systems/sys-004-call-list.yaml
commit 2025-02-06 "$head_of_ai" "Every document in the folder of its kind; ids stay"

take aimsbook.yaml frameworks/house.yaml
edit aimsbook.yaml '/^# Findings that somebody/,/^    until: 2027-01-29/d' 's/  public: \{.*/  public: public/'
document policies/ai-policy.md 2.0 2025-02-13
edit policies/ai-policy.md 's/ and should stay at or above \*\*0\.85\*\*\././' \
  's/^   Below 0\.85 we look for the cause; below 0\.80 the/   Below it the/' '/^   How we measure stands/d' \
  's/^The policy was compared.*January 2026\. Where/The policy was compared line by line with the others in January 2025. Where/' \
  '/^In January 2026 this led/,/^\[\^1\]/d' 's/  Everyone may/ Everyone may/;s/Everyone may, and should, raise/Everyone must raise/' \
  '/^\| Outsourcing|^\| Environmental/d'
document procedures/risk-management.md 2.0 2025-02-13
edit procedures/risk-management.md 's/before a system enters development or a contract is signed/before a system enters development/'
document foundation/roles.md 2.0 2025-02-13
edit foundation/roles.md '/^\*\*Fairness working group/,/^$/d'
commit 2025-02-13 "$head_of_ai" "AI policy 2.0, roles and risk management under ISO/IEC 42001"

cat >foundation/context.md <<'END'
---
id: AIMS-002
title: Context of the organization
type: report
version: "1.0"
status: approved
owner: Head of AI governance
approver: AI board
approved: 2025-03-19
review: 12 months
classification: internal
clauses: [4.1, 6.1.1]
---
## Who we are

Lindmoor Credit lends money to households in the Netherlands and Belgium. A statistical model takes part in most decisions.

## Issues

| from | issue | so we |
|---|---|---|
| outside | the AI Act enters into application step by step | keep a list of its dates |
| outside | few suppliers of language models | buy none that a person cannot replace |
| inside | one validator for all models | look for a deputy |

## Appetite {#appetite}

We must not accept a risk to people that is rated *high* or above.
END
cat >foundation/interested-parties.md <<'END'
---
id: AIMS-003
title: Interested parties and their expectations
type: report
version: "1.0"
status: approved
owner: Compliance officer
approver: AI board
approved: 2025-03-19
review: 12 months
classification: internal
clauses: [4.2]
---
| party | expects | binding |
|---|---|---|
| applicants and borrowers | a fair and quick decision; reasons | yes |
| partner lenders | an accurate score, notice of faults | by contract |
| supervisors of consumer credit | a sound assessment of creditworthiness | yes |
END
cat >foundation/management-system.md <<'END'
---
id: AIMS-004
title: How the AI management system works
type: guideline
version: "1.0"
status: approved
owner: Head of AI governance
approver: Managing director
approved: 2025-03-19
review: 12 months
classification: internal
clauses: [4.4, 5.1, 8.1]
---
Four loops run at different speeds: the system, the risks, the assurance and the improvement loop.

## Leadership {#leadership clauses="5.1"}

The managing director chairs the AI board, signs the policy and the objectives, and releases the budget for them.
END
document procedures/document-control.md 1.0 2025-03-19
edit procedures/document-control.md '/^## An approval belongs/,/^## Access/ { /^## Access/!d; }' 's/, with the digest of the text//'
document procedures/internal-audit.md 1.0 2025-03-19
document procedures/management-review.md 1.0 2025-03-19
document procedures/improvement.md 1.0 2025-03-19
edit procedures/improvement.md '/^- \[[x ]\]/d' 's/ Done in 2026:$//'
document procedures/competence.md 1.0 2025-03-19
edit procedures/competence.md 's/: in 2026 eight of ten.*/./'
document procedures/intake.md 1.0 2025-04-10
edit procedures/intake.md 's/ From 2 December 2026 the added points$//' '/^of the amended article apply/d' '/^last comparison, on 5 October/d' \
  's/ each quarter; the$/ each quarter./' \
  '/^31 requests/d' 's/ In 2026 there were$//' '/^- \[[x ]\]/d'
document procedures/validation.md 1.0 2025-04-10
edit procedures/validation.md '/^## Are the tests/,/^## Records/ { /^## Records/!d; }' '/^## The assistant/,/^## Records/ { /^## Records/!d; }'
document policies/human-oversight.md 1.0 2025-04-10
edit policies/human-oversight.md '/Harbour drafts/d' '/^- An override must/,/^  without them/d' \
  's/Agreement with the score must not appear/Agreement with the score should not appear/' \
  '/^the review found/d' 's/ This happened once, in February 2026;$//' 's/SYS-001, SYS-002, SYS-003/SYS-001/'
document policies/data-policy.md 1.0 2025-04-10
edit policies/data-policy.md '/^## Special categories/,/^## Responsible/ { /^## Responsible/!d; }' '/Harbour/d'
take systems/sys-001-credit-score.yaml systems/sys-004-call-list.yaml
a_year_earlier systems/sys-001-credit-score.yaml
edit systems/sys-001-credit-score.yaml 's/^version: .*/version: "3.1"/' 's/^(changed_on|deployed_on): .*/\1: 2025-03-10/' \
  's/^placed_on_market: .*/placed_on_market: 2025-03-10/' 's/^approved_on: .*/approved_on: 2025-03-05/' \
  '/^(supplier|models|datasets|resources|documents|links):/d'
edit systems/sys-004-call-list.yaml 's/^in_scope: no/in_scope: yes/' 's/^stage: retired/stage: in-use/' '/^scope_reason:/d' \
  '/^retired_on:/d' '/^(models|datasets|links|evidence):/d' 's/^reviewed: .*/reviewed: 2025-03-31/' '/^description:/,$d' \
  's/^event_logs: .*/event_logs: Lists of the last 36 months./'
commit 2025-04-10 "$head_of_ai" "Processes and the credit score, version 3.1"

take registers/risks.yaml
keep registers/risks.yaml RSK-001 RSK-003 RSK-006 RSK-007 RSK-008 RSK-013
edit registers/risks.yaml '/done_on: 2026/d' '/^    evidence: \[evidence\/2026/d' '/^    links:/d' 's/2027-([0-9-]+)/2026-\1/g' \
  's/^    (accepted_on|reviewed): 2026-/    \1: 2025-/' 's/SYS-00[235]/SYS-001/g' 's/^    likelihood: 4$/    likelihood: 3/'
commit 2025-09-30 "$risk" "Register of risks"

document foundation/statement-of-applicability.md 1.0 2025-10-23
edit foundation/statement-of-applicability.md 's/last on 22 October 2026/last on 23 October 2025/' '/^## What is not there yet/,$d' \
  's/ The audit of September 2026 asked for a sharper wording.*//' '/^  now stops a project/d' '/^- \*\*H\.8 Escrow/,/^  reading by hand/d' \
  's/^One control of Annex A and one of our own are excluded\./One control of Annex A is excluded./'
take registers/statement-of-applicability.yaml
a_year_earlier registers/statement-of-applicability.yaml
edit registers/statement-of-applicability.yaml '/^    how_note: /d' 's/Both serious faults of 2026 began at a supplier/What others build, we answer for/' \
  's/The fault of March was one of meaning, not of type/Values can be of the right type and mean something else/' \
  's/Officers saw the fault of March before the report and had no easy way to say so/Who sees a fault first needs an easy way to say so/' \
  '/^  - id: CTL-046/,$d' '/^    (risks|obligations|impact_assessments): /d' 's/2025-10-22/2025-10-23/g'
take policies/third-party-ai.md
take reviews/rev-002-management-review-2025.md registers/management-reviews.yaml evidence/2025/management-review-2025-10-minutes.pdf
keep registers/management-reviews.yaml MRV-001
edit registers/management-reviews.yaml 's/, done_on: 2026-[0-9-]+//' 's/\[MEA-001, MEA-003\]/[PROC-018]/'
edit reviews/rev-002-management-review-2025.md 's/^classification: confidential/classification: internal/' \
  's/^(\| [1-8] .*)\| [^|]+ \|$/\1| open |/'
forget_the_future
commit 2025-11-04 "$compliance" "Statement of Applicability, third parties, and the first management review"

take registers/audits.yaml evidence/2025/aud-001-report.pdf registers/evidence.yaml evidence/2025/val-2025-03-score-3.1.pdf \
  evidence/2025/penetration-test-2025-09-summary.pdf evidence/2025/stop-switch-test-2025-11-26.txt
keep registers/audits.yaml AUD-001
edit registers/audits.yaml 's/, nonconformity: NCR-001//'
keep registers/evidence.yaml EVD-001 EVD-003 EVD-005 EVD-029
edit registers/evidence.yaml '/MEASURE 2\.7/d' 's/^    status: superseded/    status: current/' 's/effective: \{from: 2025-11-06, to: 2026-06-14\}/effective: {from: 2025-11-06}/'
cat >index.md <<'END'
---
id: HOME
title: Welcome to the AI management handbook
type: guideline
version: "2.0"
status: approved
owner: Head of AI governance
approver: Managing director
approved: 2025-11-28
review: 12 months
classification: internal
clauses: [7.5.1]
---
This handbook says how Lindmoor Credit keeps its AI systems safe, fair and lawful. Start with the [[POL-001|AI policy]], the
[[AIMS-001|scope]] and the [[AIMS-007|Statement of Applicability]].

## What the words mean

*Must* is a rule. *Should* is what we do unless there is a written reason. *May* is a choice.
END
forget_the_future
commit 2025-11-28 "$compliance" "First internal audit; evidence of the year"
tag v2.0 "Handbook 2025"

# ---- 2026: the sample as it is -------------------------------------------------------------------------------------------

take foundation/scope.md policies/ai-policy.md
commit 2026-02-12 "$head_of_ai" "Scope renewed and widened, AI policy 2.1 with a watch line"
take policies/human-oversight.md instructions/wi-001-referred-application.md
commit 2026-10-12 "$lending" "Oversight: an override needs its reason; instruction for officers"
find . -mindepth 1 -maxdepth 1 ! -name .git ! -name .mailmap -exec rm -rf {} +
(cd "$here" && find . -type f ! -path './_site/*' ! -path './.*' ! -path './make-history.sh' -print) | sed 's|^\./||' | sort |
  while IFS= read -r path; do take "$path"; done
commit 2026-11-19 "$head_of_ai" "Handbook 3: systems, registers and evidence of 2026"
tag v3.0 "Handbook 2026"

# ---- a proposal ----------------------------------------------------------------------------------------------------------

git checkout -q -b proposal
# A weaker word, under an approval that was given to the stronger one.
edit policies/ai-policy.md 's/No data set may be used for training or testing unless/Data sets should not be used for training or testing unless/' \
  's/^3\. \*\*Reasons\.\*\* Every score must keep/3. **Reasons.** Every score should keep/'
# Nothing else answers this clause.
edit procedures/concerns.md '/^  iso-42001: \[A\.3\.3\]$/d'
# A control is left out.
edit registers/statement-of-applicability.yaml \
  '/^    control: A\.6\.2\.8$/,/^    decided_by:/ { s/^    applicable: yes/    applicable: no/; s/^    justification_inclusion: .*/    justification_exclusion: "Logs are costly to keep."/; /^    implementation:/d; }'
commit 2026-11-24 "$compliance" "Simplify three rules"
git checkout -q main

# ---- side by side --------------------------------------------------------------------------------------------------------

cat >>aimsbook.yaml <<'END'

# Earlier editions are published beside the one in force, and the proposal as a draft.
versions:
  tags: v*
  branches: proposal
  titles: {v0.1: Principles 2023, v1.0: Handbook 2024, v2.0: Handbook 2025, v3.0: Handbook 2026}
END
commit 2026-11-24 "$head_of_ai" "Publish the editions of all years"
