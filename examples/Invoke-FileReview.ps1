#Requires -Version 7.4

<#
.SYNOPSIS
    Reviews the Markdown files of a folder one by one, and can be killed and started again.

.DESCRIPTION
    Each file is an item of a Marianne job. If the script is killed, or if a review fails, start it again: it reviews the files that
    are left, and those that were added. Files that are done are not reviewed again.

    A script takes the place of the AI agent, so this costs nothing. With an agent, the line in the block would be:
    claude -p "Review $_"

.PARAMETER Path
    The folder. The default is the documentation of this repository.

.PARAMETER OutputFolder
    The folder in which the report is written. The default is out/file-review in this repository.

.EXAMPLE
    ./examples/Invoke-FileReview.ps1

    Reviews the documentation of this repository, four files at a time.

.OUTPUTS
    The job.
#>
[CmdletBinding()]
param(
    [Parameter(Position = 0)]
    [string] $Path = "$PSScriptRoot/../docs/en-US",

    [string] $OutputFolder = "$PSScriptRoot/../out/file-review"
)

Set-StrictMode -Version 3.0
$ErrorActionPreference = 'Stop'
Import-Module "$PSScriptRoot/../Marianne.psd1"

$env:FILE_REVIEWER = "$PSScriptRoot/file-review/Invoke-Reviewer.ps1"
Get-ChildItem -Path $Path -Filter *.md |
    Invoke-MarianneJob -Name file-review -Workspace $OutputFolder -ThrottleLimit 4 -Confirm:$false -ForEach {
        $review = pwsh -NoProfile -NonInteractive -File $env:FILE_REVIEWER $_.FullName | ConvertFrom-Json
        [pscustomobject] @{ File = $_.Name; Lines = $review.lines; Notes = $review.notes }
    } -Reduce {
        $reviews = $Items.Output | Sort-Object File
        $reviews | ForEach-Object { "$($_.File): $($_.Lines) lines. $($_.Notes)".TrimEnd() } | Set-Content report.txt
        "$($reviews.Count) files are reviewed."
    }
