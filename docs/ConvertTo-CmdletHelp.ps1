<#
.SYNOPSIS
    Turns the markdown pages of the cmdlets into the XML that Get-Help reads.

.DESCRIPTION
    It needs Microsoft.PowerShell.PlatyPS 1.x. What it writes is the same on every day and on every system, so that
    the committed XML changes only with the pages.

.PARAMETER Path
    The pages, one a cmdlet. Wildcards are accepted.
#>
[CmdletBinding()]
[OutputType([string])]
param(
    [Parameter(Mandatory)]
    [string[]] $Path
)

Set-StrictMode -Version 3.0
$ErrorActionPreference = 'Stop'
Import-Module Microsoft.PowerShell.PlatyPS -MinimumVersion 1.0.0

$folder = Join-Path ([IO.Path]::GetTempPath()) "marianne-help-$([guid]::NewGuid())"
try {
    $pages = Get-ChildItem $Path | Sort-Object Name | Import-MarkdownCommandHelp
    $null = $pages | Export-MamlCommandHelp -OutputFolder $folder

    $files = Get-ChildItem $folder -Recurse -File
    if ($files.Name -ne 'Marianne.dll-Help.xml') {
        throw "Every page says 'external help file: Marianne.dll-Help.xml', but these were made: $($files.Name)"
    }

    (Get-Content $files -Raw) -replace "`r`n", "`n"
} finally {
    Remove-Item $folder -Recurse -ErrorAction Ignore
}
