#!/usr/bin/env bash
# The tasks of build.ps1 for a machine without PowerShell yet: Build, Test, Demo, Analyze, Bench, Package.
# It finds or fetches PowerShell and hands over; without one it still builds, runs the tests that need none, and shows
# the worker.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

solution=Marianne.slnx
no_powershell='There is no PowerShell 7.4 or later here, and its .NET tool cannot be restored: install it from https://aka.ms/powershell'

fail() {
    echo "$*" >&2
    exit 1
}

# global.json asks for 10.0 or later.
has_sdk() {
    dotnet --version >/dev/null 2>&1
}

has_powershell() {
    [[ $(pwsh --version 2>/dev/null) =~ ^PowerShell\ ([0-9]+)\.([0-9]+) ]] || return 1
    local major=${BASH_REMATCH[1]} minor=${BASH_REMATCH[2]}
    ((major > 7 || (major == 7 && minor >= 4)))
}

# The tool runs PowerShell as a child of its own. A pwsh that replaces itself can be stopped like the real one.
restore_powershell() {
    local home
    dotnet tool restore >/dev/null 2>&1 || return 1
    home=$(dotnet tool run pwsh -- -NoProfile -Command '$PSHOME') || return 1
    mkdir -p .tools/bin
    printf '#!/bin/sh\nexec dotnet "%s/pwsh.dll" "$@"\n' "$home" >.tools/bin/pwsh
    chmod +x .tools/bin/pwsh
    PATH=$PWD/.tools/bin:$PATH
    has_powershell
}

build() {
    dotnet build "$solution" --configuration Release
}

check_format() {
    dotnet format "$solution" --no-restore --verify-no-changes
}

# count_of KIND FILE: how many tests of a kind (passed, failed, errors, skipped) an xunit result file holds.
count_of() {
    local count
    count=$(sed -n "s/.*<assembly [^>]* $1=\"\([0-9]*\)\".*/\1/p" "$2")
    echo "${count:-0}"
}

passed=0 failed=0 skipped=0

# run_suite NAME: runs the xunit suite of a project; one that crashes or runs no test has failed.
run_suite() {
    local name=$1 result=artifacts/test-results/$1.xml status=0 good=0 bad=0 left=0
    rm -f "$result"
    dotnet "artifacts/bin/$name/release/$name.dll" -noLogo -noColor -noAutoReporters -result-xml "$result" || status=$?
    if [[ -s $result ]]; then
        good=$(count_of passed "$result")
        bad=$(($(count_of failed "$result") + $(count_of errors "$result")))
        left=$(count_of skipped "$result")
    fi
    if ((bad == 0 && (status != 0 || good + left == 0))); then
        echo "$name ran no test or ended with exit code $status."
        bad=1
    fi
    passed=$((passed + good)) failed=$((failed + bad)) skipped=$((skipped + left))
}

run_tests() {
    local suite pester=()
    if build; then
        mkdir -p artifacts/test-results
        for suite in tests/*.Tests; do
            run_suite "$(basename "$suite")"
        done
        if check_format; then passed=$((passed + 1)); else failed=$((failed + 1)); fi
        pester=(tests/Module/*.Tests.ps1)
        skipped=$((skipped + ${#pester[@]}))
        echo "Pester did not run, for want of PowerShell: ${pester[*]##*/}"
    else
        failed=1
    fi
    echo "$passed passed, $failed failed, $skipped skipped"
    ((failed == 0))
}

# Plays the example score that needs no PowerShell, kills the worker half-way and goes on.
demo() {
    local score=examples/nightly-review.worker.yaml workspace=out/nightly-review.worker player
    local play=(dotnet artifacts/bin/Marianne.Worker/release/marianne-worker.dll run "$score")
    build
    MARIANNE_HOME=$(mktemp -d) # The jobs of whoever runs this are none of the demonstration's.
    export MARIANNE_HOME
    trap 'rm -rf "$MARIANNE_HOME"' EXIT
    rm -rf "$workspace"

    step 'Without PowerShell the worker plays a score of commands. Its first look for promises fails.'
    echo "$ marianne-worker run $score"
    "${play[@]}" &
    player=$!
    until [[ -e $workspace/was-locked ]]; do
        kill -0 "$player" || fail 'The worker ended before it could be killed.'
        sleep 0.02
    done
    sleep 1 # It waits now before it tries that sheet again.
    kill -9 "$player"
    wait "$player" 2>/dev/null || true
    step 'Half-way it was killed with kill -9. What was done is safe:'
    echo "$ marianne-worker run $score --plan"
    "${play[@]}" --plan
    step 'The same line goes on where it was. No sheet that is done is played again.'
    echo "$ marianne-worker run $score"
    "${play[@]}"
    step "What the score was for: $workspace/report.md"
    cat "$workspace/report.md"
}

step() {
    printf '\n%s\n' "$*"
}

run_without_powershell() {
    case $1 in
        Build) build ;;
        Test) run_tests ;;
        Analyze) build && check_format && echo 'PSScriptAnalyzer did not run, for want of PowerShell.' ;;
        Bench) dotnet run --configuration Release --project tests/Benchmarks ;;
        Demo) demo ;;
        Package) fail "$1 needs PowerShell 7.4 or later." ;;
        *) fail "There is no task $1. The tasks are Build, Test, Demo, Analyze, Bench and Package." ;;
    esac
}

has_sdk || fail 'The .NET SDK 10.0 or later is missing: install it from https://dot.net/download'

if has_powershell || restore_powershell; then
    exec pwsh -NoProfile -NonInteractive -File build.ps1 "$@"
fi

echo "$no_powershell"
for task in "${@:-Build}"; do
    run_without_powershell "$task"
done
