# Turns the markdown of docs/en-US into what Get-Help reads.

Set-StrictMode -Version 3.0
$ErrorActionPreference = 'Stop'

$Width = 80
$Indent = ' ' * 4
$Fence = '(?m)^```.*\r?$'
$MamlSpace = 'http://schemas.microsoft.com/maml/2004/10'
$DevSpace = 'http://schemas.microsoft.com/maml/dev/2004/10'

<#
.SYNOPSIS
    Turns the pages of cmdlets into one XML text.

.DESCRIPTION
    It needs Microsoft.PowerShell.PlatyPS 1.x, and mends what that leaves as markdown. What it writes is the same on
    every day and every system, so that the committed XML changes only with the pages.

.PARAMETER Path
    The pages, one a cmdlet. Wildcards are accepted.
#>
function ConvertTo-CmdletHelp {
    [CmdletBinding()]
    [OutputType([string])]
    param(
        [Parameter(Mandatory)]
        [string[]] $Path
    )

    Import-Module Microsoft.PowerShell.PlatyPS -MinimumVersion 1.0.0
    $folder = Join-Path ([IO.Path]::GetTempPath()) "marianne-help-$([guid]::NewGuid())"
    try {
        $pages = Get-ChildItem $Path | Sort-Object Name | Import-MarkdownCommandHelp
        $null = $pages | Export-MamlCommandHelp -OutputFolder $folder
        $file = Get-ChildItem $folder -Recurse -File
        if ($file.Name -ne 'Marianne.dll-Help.xml') {
            throw "Every page says 'external help file: Marianne.dll-Help.xml', but there came: $($file.Name)"
        }

        $document = [xml] (Get-Content $file -Raw)
        Repair-Maml $document
        Add-DefaultValue $document $pages
        $document.Save($file)
        (Get-Content $file -Raw) -replace '\r\n', "`n"
    } finally {
        Remove-Item $folder -Recurse -ErrorAction Ignore
    }
}

# PlatyPS puts all of an example, fences too, into its introduction, and all of a description into one paragraph.
function Repair-Maml([xml] $Document) {
    foreach ($example in $Document.GetElementsByTagName('command:example')) {
        $markdown = ($example.introduction.para | Where-Object { $_ -ne "`u{80}" }) -join "`n`n"
        $before, $code, $after = $markdown -split $Fence, 3
        $example['maml:introduction'].RemoveAll()
        $example['dev:code'].InnerText = "$code".Trim()
        # The empty one stands between this example and the next.
        Set-Paragraph $example['dev:remarks'] (@(Get-Paragraph "$before`n`n$after".Trim()) + '')
    }

    foreach ($description in @($Document.GetElementsByTagName('maml:description'))) {
        if ($description.HasChildNodes) {
            Set-Paragraph $description (Get-Paragraph ($description.ChildNodes.InnerText -join "`n`n"))
        }
    }

    foreach ($type in $Document.GetElementsByTagName('command:parameterValue')) {
        $type.InnerText = $type.InnerText -replace '^[\w.]+\.' # The namespace says nothing to a reader.
    }

    foreach ($link in @($Document.GetElementsByTagName('maml:navigationLink'))) {
        # Pages link to each other; Get-Help knows them by their names. 'Online Version' is there even without one.
        $uri = $link['maml:uri']
        if (-not $uri.InnerText) {
            $null = $link.ParentNode.RemoveChild($link)
        } elseif ($uri.InnerText -like '*.md') {
            $uri.InnerText = ''
        }
    }
}

# PlatyPS leaves out what a parameter is when it is not given.
function Add-DefaultValue([xml] $Document, [object[]] $Page) {
    foreach ($command in $Document.GetElementsByTagName('command:command')) {
        $parameters = ($Page | Where-Object Title -EQ $command['command:details'].name).Parameters
        foreach ($parameter in $command['command:parameters'].ChildNodes) {
            $default = ($parameters | Where-Object Name -EQ $parameter['maml:name'].InnerText).DefaultValue
            if ($default) {
                $element = $Document.CreateElement('dev', 'defaultValue', $DevSpace)
                $element.InnerText = $default
                $null = $parameter.AppendChild($element)
            }
        }
    }
}

function Set-Paragraph([Xml.XmlElement] $Element, [string[]] $Text) {
    $Element.RemoveAll()
    foreach ($paragraph in $Text) {
        $child = $Element.OwnerDocument.CreateElement('maml', 'para', $MamlSpace)
        $child.InnerText = $paragraph
        $null = $Element.AppendChild($child)
    }
}

# The paragraphs of a markdown text. Those of words are one line each, which Get-Help wraps.
function Get-Paragraph([string] $Markdown) {
    $isCode = $true
    foreach ($part in $Markdown -split $Fence) {
        $isCode = -not $isCode
        if ($isCode) {
            $part.Trim("`r", "`n")
            continue
        }

        foreach ($block in $part.Trim() -split '(?:\r?\n){2,}') {
            $isListOrTable = $block -match '^(\||[-*] |\d+\. )'
            ConvertTo-PlainText ($isListOrTable ? $block : ($block -replace '\s*\n\s*', ' '))
        }
    }
}

function ConvertTo-PlainText([string] $Text) {
    $Text -replace '\[([^\]]+)\]\((https?://[^)]+)\)', '$1 ($2)' `
        -replace '\[([^\]]+)\]\([^)]+\)', '$1' `
        -replace '`([^`]+)`', '$1' `
        -replace '\*\*([^*]+)\*\*', '$1'
}

<#
.SYNOPSIS
    Turns an about_ page into plain text.

.DESCRIPTION
    Paragraphs and lists are wrapped at 80 characters, code stays as it is, and a row of a table becomes a small list:
    its first cell, then each other cell with its heading.

.PARAMETER Path
    The page.
#>
function ConvertTo-AboutHelp {
    [CmdletBinding()]
    [OutputType([string])]
    param(
        [Parameter(Mandatory)]
        [string] $Path
    )

    $markdown = (Get-Content $Path -Raw) -replace '\A---\r?\n[\s\S]*?\n---\r?\n'
    $isCode = $true
    $lines = foreach ($part in $markdown -split $Fence) {
        $isCode = -not $isCode
        if ($isCode) {
            $part.Trim("`r", "`n") -replace '(?m)^(?=.)', ($Indent * 2)
        } else {
            Format-Prose ($part -split '\r?\n')
        }
    }

    # A heading, which is not indented as the text is, stands right over it; two blank lines become one.
    $lines -join "`n" -replace '(?m)^((?: {2})?\S.*\n)\n+', '$1' -replace '\n{3,}', "`n`n" -replace '\A\s+|\s+\z'
}

function Format-Prose([string[]] $Lines) {
    $words = @()
    $start = $Indent
    $headings = $null

    # The blank line at the end completes the last paragraph.
    foreach ($line in $Lines + '') {
        $isText = $line -match '^\s*[^\s#|]' -and $line -notmatch '^\s*([-*]|\d+\.)\s'
        if ($words -and -not $isText) {
            Format-Paragraph $start $words
            $words = @()
        }

        if ($line -notlike '|*') {
            $headings = $null
        }

        switch -Regex ($line) {
            '^\s*$' {
                ''
                break
            }
            '^# (.+)' {
                'TOPIC', ($Indent + $Matches[1])
                break
            }
            '^## (.+)' {
                (ConvertTo-PlainText $Matches[1]).ToUpperInvariant()
                break
            }
            '^#+ (.+)' {
                '  ' + (ConvertTo-PlainText $Matches[1])
                break
            }
            '^\|[-:| ]+\|$' {
                break # The rule under the headings of a table.
            }
            '^\|(.*)\|$' {
                $cells = $Matches[1] -split '(?<!\\)\|' | ForEach-Object { $_.Trim() -replace '\\\|', '|' }
                if ($headings) {
                    Format-Row $headings $cells
                } else {
                    $headings = $cells
                }

                break
            }
            '^(\s*)([-*]|\d+\.)\s+(.+)' {
                $start = $Indent + $Matches[1] + $Matches[2] + ' '
                $words = -split (ConvertTo-PlainText $Matches[3])
                break
            }
            default {
                if (-not $words) {
                    $start = $Indent
                }

                $words += -split (ConvertTo-PlainText $line)
            }
        }
    }
}

function Format-Row([string[]] $Headings, [string[]] $Cells) {
    $Indent + (ConvertTo-PlainText $Cells[0])
    for ($column = 1; $column -lt $Cells.Count; $column++) {
        $words = -split "$($Headings[$column]): $(ConvertTo-PlainText $Cells[$column])"
        Format-Paragraph ($Indent * 2) $words
    }

    ''
}

# Wraps words. The lines after the first hang under its text.
function Format-Paragraph([string] $Start, [string[]] $Words) {
    $line = $Start + $Words[0]
    foreach ($word in $Words | Select-Object -Skip 1) {
        if ($line.Length + 1 + $word.Length -le $Width) {
            $line += " $word"
        } else {
            $line
            $line = ' ' * $Start.Length + $word
        }
    }

    $line
}

Export-ModuleMember -Function ConvertTo-CmdletHelp, ConvertTo-AboutHelp
