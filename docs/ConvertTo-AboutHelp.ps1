<#
.SYNOPSIS
    Turns a markdown about_ page into the plain text that Get-Help shows.

.DESCRIPTION
    Paragraphs and lists are wrapped, code stays as it is, and a row of a table becomes a small list: its first cell,
    then each other cell under its heading.

.PARAMETER Path
    The page.

.PARAMETER Width
    The longest line to write, in characters. Code may be longer.
#>
[CmdletBinding()]
[OutputType([string])]
param(
    [Parameter(Mandatory)]
    [string] $Path,

    [ValidateRange(40, 400)]
    [int] $Width = 80
)

Set-StrictMode -Version 3.0
$ErrorActionPreference = 'Stop'

$Indent = ' ' * 4
$Paragraph = [Collections.Generic.List[string]]::new()
$ParagraphStart = $Indent
$Headings = $null

function ConvertTo-PlainText([string] $Text) {
    $Text -replace '\[([^\]]+)\]\((https?://[^)]+)\)', '$1 ($2)' `
        -replace '\[([^\]]+)\]\([^)]+\)', '$1' `
        -replace '`([^`]+)`', '$1' `
        -replace '\*\*([^*]+)\*\*', '$1'
}

# Wraps words to the width. The lines after the first hang under its text.
function Format-Paragraph([string] $Start, [string] $Text) {
    $line = $Start
    $isFresh = $true
    foreach ($word in -split (ConvertTo-PlainText $Text)) {
        if (-not $isFresh -and $line.Length + 1 + $word.Length -gt $Width) {
            $line
            $line = ' ' * $Start.Length
            $isFresh = $true
        }

        $line += $isFresh ? $word : " $word"
        $isFresh = $false
    }

    $line
}

function Complete-Paragraph {
    if ($Paragraph.Count) {
        Format-Paragraph $ParagraphStart ($Paragraph -join ' ')
        $Paragraph.Clear()
    }
}

function Format-Row([string[]] $Cells) {
    Format-Paragraph $Indent $Cells[0]
    for ($column = 1; $column -lt $Cells.Count; $column++) {
        Format-Paragraph ($Indent * 2) "$($Headings[$column]): $($Cells[$column])"
    }

    ''
}

function Get-Cell([string] $Row) {
    $Row.Trim('|') -split '(?<!\\)\|' | ForEach-Object { $_.Trim() -replace '\\\|', '|' }
}

$source = (Get-Content $Path -Raw) -replace '\A---\r?\n[\s\S]*?\n---\r?\n'
$isCode = $false
$lines = foreach ($line in $source -split '\r?\n') {
    if ($line -match '^\s*```') {
        Complete-Paragraph
        $isCode = -not $isCode
        continue
    }

    if ($isCode) {
        ($Indent * 2 + $line).TrimEnd()
        continue
    }

    if ($line -notmatch '^\|') {
        $Headings = $null
    }

    switch -Regex ($line) {
        '^\s*$' {
            Complete-Paragraph
            ''
            break
        }
        '^# (.+)' {
            'TOPIC'
            $Indent + $Matches[1]
            break
        }
        '^## (.+)' {
            Complete-Paragraph
            (ConvertTo-PlainText $Matches[1]).ToUpperInvariant()
            break
        }
        '^###+ (.+)' {
            Complete-Paragraph
            '  ' + (ConvertTo-PlainText $Matches[1])
            break
        }
        '^\|[-:| ]+\|$' {
            break # The rule under the headings of a table.
        }
        '^\|.*\|$' {
            $cells = @(Get-Cell $line)
            if ($Headings) {
                Format-Row $cells
            } else {
                $Headings = $cells
            }

            break
        }
        '^(\s*)([-*]|\d+\.)\s+(.+)' {
            Complete-Paragraph
            $ParagraphStart = $Indent + $Matches[1] + $Matches[2] + ' '
            $Paragraph.Add($Matches[3])
            break
        }
        default {
            if (-not $Paragraph.Count) {
                $ParagraphStart = $Indent
            }

            $Paragraph.Add($line.Trim())
        }
    }
}

$text = (@($lines) + @(Complete-Paragraph)) -join "`n"

# A heading, which is not indented as the text is, stands right over it; two blank lines become one.
$text -replace '(?m)^((?: {2})?\S.*\n)\n+', '$1' -replace '\n{3,}', "`n`n" -replace '\A\s+|\s+\z'
