#!/usr/bin/env bash
# Puts a comment under a pull or merge request, once: a later run writes into the same one.
#
#   bash ci/comment.sh FILE
#
# On GitHub it needs `gh` with GH_TOKEN, GITHUB_REPOSITORY and AIMS_REQUEST (the number). On GitLab it needs curl, jq and
# AIMS_GITLAB_TOKEN (a project access token with the scope `api`); GitLab gives the rest.
# A comment that cannot be written, for example from a fork, is a warning: the check does not hang on it.
set -euo pipefail

file=${1:?usage: comment.sh FILE}
marker='<!-- aimsbook diff -->'
head -n 1 "$file" | grep -qxF -- "$marker" || { echo "comment: $file is not a comparison" >&2; exit 2; }

warn() { echo "${GITHUB_ACTIONS:+::warning::}the comment could not be written: $*"; exit 0; }

on_github() {
  local place="repos/$GITHUB_REPOSITORY/issues" known
  # Only a robot's own comment is written over.
  known=$(gh api --paginate "$place/$AIMS_REQUEST/comments" \
    --jq ".[] | select(.user.type == \"Bot\" and (.body | startswith(\"$marker\"))) | .id") || warn "gh could not read the comments"
  known=${known%%$'\n'*}
  if [ -n "$known" ]; then
    gh api --silent --method PATCH "$place/comments/$known" --field "body=@$file" || warn "gh could not change comment $known"
  else
    gh api --silent --method POST "$place/$AIMS_REQUEST/comments" --field "body=@$file" || warn "gh could not add a comment"
  fi
}

# The token goes in through a pipe, so that no list of processes shows it.
gitlab() { printf 'header = "PRIVATE-TOKEN: %s"\n' "$AIMS_GITLAB_TOKEN" | curl --config - --silent --show-error --fail "$@"; }

on_gitlab() {
  local place="$CI_API_V4_URL/projects/$CI_PROJECT_ID/merge_requests/$CI_MERGE_REQUEST_IID/notes" known
  known=$(gitlab "$place?per_page=100&sort=asc" |
    jq -r --arg marker "$marker" '[.[] | select(.body | startswith($marker)) | .id][0] // empty') || warn "the notes could not be read"
  if [ -n "$known" ]; then
    gitlab --request PUT --data-urlencode "body@$file" "$place/$known" >/dev/null || warn "note $known could not be changed"
  else
    gitlab --request POST --data-urlencode "body@$file" "$place" >/dev/null || warn "no note could be added"
  fi
}

if [ -n "${CI_MERGE_REQUEST_IID:-}" ]; then
  [ -n "${AIMS_GITLAB_TOKEN:-}" ] || warn "AIMS_GITLAB_TOKEN is not set"
  on_gitlab
else
  : "${GITHUB_REPOSITORY:?}" "${AIMS_REQUEST:?}"
  on_github
fi
