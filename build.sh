#!/usr/bin/env bash
# Runs the tasks of build.ps1, which needs PowerShell 7.4 or later. Without one, the pinned .NET tool is restored.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

fail() {
    echo "$*" >&2
    exit 1
}

# home_of COMMAND...: prints the folder of the PowerShell that the command starts. Fails if it is older than 7.4.
home_of() {
    "$@" -NoProfile -NonInteractive -Command 'if ($PSVersionTable.PSVersion -lt [version] "7.4") { exit 1 }; $PSHOME' 2>/dev/null
}

# The pwsh of the .NET tool starts PowerShell as a child process, which survives when pwsh is killed. This one replaces
# itself with PowerShell.
write_wrapper() {
    mkdir -p .tools/bin
    printf '#!/bin/sh\nexec dotnet "%s/pwsh.dll" "$@"\n' "$1" >.tools/bin/pwsh
    chmod +x .tools/bin/pwsh
    PATH=$PWD/.tools/bin:$PATH
}

# compile HOME: prints a folder with a copy of the PowerShell in HOME, which starts in a third of the time: the .NET tool has no
# compiled code. Prints HOME if the compiler cannot be downloaded.
compile() {
    local version=${1%/tools/*}
    local compiled=$PWD/.tools/powershell/${version##*/}
    if [[ ! -d $compiled ]]; then
        rm -rf "$compiled.new"
        dotnet build .config/PowerShell.proj --target:CompilePowerShell --property:PowerShellHome="$1" \
            --property:CompiledHome="$compiled.new" --verbosity quiet >&2 && mv "$compiled.new" "$compiled" || {
            echo 'PowerShell was not compiled ahead of time, so each of its processes starts more slowly.' >&2
            compiled=$1
        }
    fi
    echo "$compiled"
}

# global.json says which versions do. Without one of them, dotnet says which it found and which is wanted.
command -v dotnet >/dev/null ||
    fail 'The .NET SDK 10.0 or later is missing. Install it from https://dot.net/download'
message=$(dotnet --version 2>&1) ||
    fail "dotnet --version fails, so nothing can be built: $message"

home=$(home_of pwsh) ||
    { dotnet tool restore >&2 && home=$(home_of dotnet tool run pwsh --); } ||
    fail 'PowerShell 7.4 or later is missing, and its .NET tool cannot be restored. Install PowerShell from https://aka.ms/powershell'

if [[ $home == */tools/net*/any/* ]]; then
    write_wrapper "$(compile "$home")"
fi

# Tasks may be separated by commas, as for build.ps1.
exec pwsh -NoProfile -NonInteractive -File build.ps1 "${@%,}"
