<#
.SYNOPSIS
    Writes the JSON Schema of scores and the key tables in about_Marianne_Policies.

.DESCRIPTION
    Both are generated from the option types and their XML documentation.

.PARAMETER Library
    The path of Marianne.Core.dll. Its XML documentation file must be in the same folder.
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
