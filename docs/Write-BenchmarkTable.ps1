<#
.SYNOPSIS
    Writes the table of what was measured to the README.

.DESCRIPTION
    The table is made from tests/Benchmarks/results.json. With new results, these replace those of the same name there first.

.PARAMETER Path
    New results: the file that ./build.ps1 Bench has written.

.PARAMETER Readme
    The file with the table.

.EXAMPLE
    ./build.ps1 Package, Bench; docs/Write-BenchmarkTable.ps1 artifacts/benchmarks.json

    Measures everything, and writes the table.

.EXAMPLE
    docs/Write-BenchmarkTable.ps1

    Writes the table from the known results.
#>
[CmdletBinding()]
param(
    [Parameter(Position = 0)]
    [string] $Path,

    [string] $Readme = "$PSScriptRoot/../README.md"
)

Set-StrictMode -Version 3.0
$ErrorActionPreference = 'Stop'

$known = "$PSScriptRoot/../tests/Benchmarks/results.json"
$results = [ordered]@{}
foreach ($file in @($known; $Path) | Where-Object { $_ -and (Test-Path $_) }) {
    foreach ($row in Get-Content $file -Raw | ConvertFrom-Json) {
        $results[$row.Name] = $row
    }
}

if ($Path) {
    ConvertTo-Json @($results.Values) | Set-Content $known
}

$lines = @(
    '| Work | Target, at most | Measured | |'
    '| --- | ---: | ---: | --- |'
    $results.Values | Where-Object IsInReadme | ForEach-Object {
        "| $($_.Name -replace '\|', '\|') | $($_.Target) | $($_.Measured) | $($_.Result) |"
    }
) -join "`n"
$begin, $end = '<!-- benchmarks -->', '<!-- /benchmarks -->'
$text = Get-Content $Readme -Raw
$from = $text.IndexOf($begin) + $begin.Length
$to = $text.IndexOf($end)
Set-Content $Readme ($text.Substring(0, $from) + "`n`n$lines`n`n" + $text.Substring($to)) -NoNewline
