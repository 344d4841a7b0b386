#Requires -Version 7.4

<#
.SYNOPSIS
    Takes the place of an AI agent in examples/Invoke-FileReview.ps1.

.DESCRIPTION
    Writes a review of a text file as one line of JSON. It uses no network.

.PARAMETER Path
    The file.
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory, Position = 0)]
    [string] $Path
)

Set-StrictMode -Version 3.0
$ErrorActionPreference = 'Stop'

$lines = @(Get-Content -LiteralPath $Path)
$notes = @(
    if (-not ($lines -match '^# ')) { 'It has no title.' }
    if ($lines -match '\bTODO\b') { 'It promises something: TODO.' }
    if ($lines.Where{ $_.Length -gt 1000 }) { 'It has very long lines.' }
)
@{ lines = $lines.Count; notes = $notes } | ConvertTo-Json -Compress
