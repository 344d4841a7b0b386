<#
.SYNOPSIS
    Writes the JSON Schema of scores, and the tables of their keys in about_Marianne_Policies, from the types and their
    documentation.

.PARAMETER Library
    Marianne.Core.dll; beside it is the XML documentation that the compiler made.
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory)]
    [string] $Library
)

Set-StrictMode -Version 3.0
$ErrorActionPreference = 'Stop'

$path = (Resolve-Path $Library).Path
Add-Type -Path $path
$descriptions = [Marianne.Scores.ScoreDescriptions]::Load([IO.Path]::ChangeExtension($path, '.xml'))

$null = New-Item "$PSScriptRoot/../schema" -ItemType Directory -Force
$schema = [Marianne.Scores.ScoreSchema]::Write($descriptions)
Set-Content "$PSScriptRoot/../schema/marianne-score.schema.json" $schema -NoNewline

$page = "$PSScriptRoot/en-US/about_Marianne_Policies.md"
$text = Get-Content $page -Raw
Set-Content $page ([Marianne.Scores.ScoreKeyTables]::Replace($text, $descriptions)) -NoNewline
