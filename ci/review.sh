#!/usr/bin/env bash
# What a build server does for a proposed change of a handbook: the check at the lines that the change touches or breaks, the
# comparison as a comment and as a site for reviewers, and a preview of the handbook as it would be.
#
# Settings are variables, so that nothing in a name can become a command:
#   AIMS_BASE      the branch that the change is for, such as origin/main          (needed)
#   AIMS_DIR       the handbook's folder                                           (the folder it is started in)
#   AIMS_OUT       where results go: comment.md, findings, review/, preview/       (.aims-review, which the handbook does not read)
#   AIMS_AUDIENCE  who may read the comment, the review and the preview            (internal)
#   AIMS_FAIL_ON   regression, approval, findings, with commas; empty for nothing  (regression,approval)
#   AIMS_FORMAT    how findings are printed: full, github, gitlab, ...             (full)
#   AIMS_PROGRAM   the program                                                     (aimsbook)
#   AIMS_AS_OF     the day to judge by                                             (today)
#
# Ends with 0, 1 when the change must not go on as it is, 2 when something could not run.
set -euo pipefail

program=${AIMS_PROGRAM:-aimsbook}
dir=${AIMS_DIR:-.}
out=${AIMS_OUT:-.aims-review}
audience=${AIMS_AUDIENCE:-internal}
fail_on=${AIMS_FAIL_ON-regression,approval}
format=${AIMS_FORMAT:-full}
base=${AIMS_BASE:-}

stop() { echo "aimsbook review: $*" >&2; exit 2; }

[ -n "$base" ] || stop "say what the change is compared with: AIMS_BASE=origin/main"
[ -d "$dir" ] || stop "there is no folder $dir"
command -v "$program" >/dev/null 2>&1 || stop "there is no program $program"
day=()
[ -z "${AIMS_AS_OF:-}" ] || day=(--as-of "$AIMS_AS_OF")
gate=()
[ -z "$fail_on" ] || gate=(--fail-on "$fail_on")

git -C "$dir" rev-parse --git-dir >/dev/null 2>&1 || stop "the folder $dir stands in no git repository, or git may not read it"
is_shallow() { [ "$(git -C "$dir" rev-parse --is-shallow-repository 2>/dev/null)" = true ]; }
is_known() { git -C "$dir" rev-parse --verify --quiet --end-of-options "$base^{commit}" >/dev/null 2>&1; }
all="Clone all of it: \`fetch-depth: 0\` for actions/checkout, \`GIT_DEPTH: 0\` for GitLab"

# Where the change left the branch. What others did there since is not part of it.
start=$(git -C "$dir" merge-base -- "$base" HEAD 2>/dev/null) || start=""
if [ -z "$start" ] && is_shallow; then
  echo "The clone is shallow; fetching the history." >&2
  git -C "$dir" fetch --quiet --unshallow origin '+refs/heads/*:refs/remotes/origin/*' 2>/dev/null || true
  start=$(git -C "$dir" merge-base -- "$base" HEAD 2>/dev/null) || start=""
fi
if [ -z "$start" ]; then
  if ! is_known; then
    is_shallow && stop "the clone is shallow and does not hold $base, if there is such a branch. $all"
    known=$(git -C "$dir" for-each-ref --count=12 --format='%(refname:short)' refs/remotes refs/heads | tr '\n' ' ')
    stop "there is no branch, tag or commit $base in this clone; AIMS_BASE is one of its names, such as: ${known% }"
  fi
  is_shallow && stop "the history does not reach back to $base. $all"
  stop "$base and the change have no commit in common: AIMS_BASE names the branch that the change is for"
fi

mkdir -p "$out"
code=0
# Runs the program; findings are remembered, anything worse ends it all.
run() {
  local ended=0
  "$program" "$@" || ended=$?
  case $ended in
    0) ;;
    1) code=1 ;;
    *) stop "\`aimsbook $1\` could not run" ;;
  esac
}

if [ "$format" = gitlab ]; then
  run check "$dir" --format gitlab --changed-since "$start" ${day[@]+"${day[@]}"} >"$out/gl-code-quality-report.json"
else
  run check "$dir" --format "$format" --changed-since "$start" ${day[@]+"${day[@]}"}
fi
run diff "$start" --in "$dir" --audience "$audience" --format markdown --site "$out/review" \
  ${gate[@]+"${gate[@]}"} ${day[@]+"${day[@]}"} >"$out/comment.md"
run build "$dir" --audience "$audience" --keep-going --quiet --out "$out/preview" ${day[@]+"${day[@]}"}
[ -z "${GITHUB_STEP_SUMMARY:-}" ] || cat "$out/comment.md" >>"$GITHUB_STEP_SUMMARY"
echo "Comment: $out/comment.md; review: $out/review/index.html; preview: $out/preview/index.html" >&2
exit $code
