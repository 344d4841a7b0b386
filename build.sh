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

# global.json says which versions do. Without one of them, dotnet says which it found and which is wanted.
command -v dotnet >/dev/null ||
    fail 'The .NET SDK 10.0 or later is missing. Install it from https://dot.net/download'
message=$(dotnet --version 2>&1) ||
    fail "dotnet --version fails, so nothing can be built: $message"

home=$(home_of pwsh) ||
    { dotnet tool restore >&2 && home=$(home_of dotnet tool run pwsh --); } ||
    fail 'PowerShell 7.4 or later is missing, and its .NET tool cannot be restored. Install PowerShell from https://aka.ms/powershell'

if [[ $home == */tools/net*/any/* ]]; then
    write_wrapper "$home"
fi

exec pwsh -NoProfile -NonInteractive -File build.ps1 "$@"
