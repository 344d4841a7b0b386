# Converts the Markdown pages of docs/en-US to the files that Get-Help reads.

Set-StrictMode -Version 3.0
$ErrorActionPreference = 'Stop'

$Width = 80
$Indent = ' ' * 4
$Fence = '(?m)^```.*\r?$'
$MamlSpace = 'http://schemas.microsoft.com/maml/2004/10'
$DevSpace = 'http://schemas.microsoft.com/maml/dev/2004/10'

<#
.SYNOPSIS
    Converts the pages of cmdlets to one MAML document.

.DESCRIPTION
    Requires Microsoft.PowerShell.PlatyPS 1.x, and corrects the parts that PlatyPS leaves as Markdown. The output is the
    same on every day and every system, so that the committed XML changes only when a page changes.

.PARAMETER Path
    The paths of the pages, one for each cmdlet. Wildcards are accepted.
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
            throw "Every page must have 'external help file: Marianne.dll-Help.xml'. PlatyPS wrote: $($file.Name)"
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

# Works around three defects of Export-MamlCommandHelp in PlatyPS 1.0.3 (MamlConversionHelper):
# - The whole text of an example is in its introduction, code fences included. Its code is empty, so Get-Help shows the
#   Markdown. Each blank line is the character U+0080, which is not a printable character.
# - A description is one paragraph, however many the page has, and stays Markdown. So do the notes.
# - Related links keep the file names of the pages, and 'Online Version' is there even if the page has no address.
function Repair-Maml([xml] $Document) {
    foreach ($example in $Document.GetElementsByTagName('command:example')) {
        $markdown = ($example.introduction.para | Where-Object { $_ -ne "`u{80}" }) -join "`n`n"
        $before, $code, $after = $markdown -split $Fence, 3
        $example['maml:introduction'].RemoveAll()
        $example['dev:code'].InnerText = "$code".Trim()
        # The empty paragraph separates this example from the next one.
        Set-Paragraph $example['dev:remarks'] (@(Get-Paragraph "$before`n`n$after".Trim()) + '')
    }

    foreach ($text in @('maml:description', 'maml:alert' | ForEach-Object { $Document.GetElementsByTagName($_) })) {
        if ($text.HasChildNodes) {
            Set-Paragraph $text (Get-Paragraph ($text.ChildNodes.InnerText -join "`n`n"))
        }
    }

    foreach ($type in $Document.GetElementsByTagName('command:parameterValue')) {
        $type.InnerText = $type.InnerText -replace '^[\w.]+\.' # The syntax is easier to read without namespaces.
    }

    foreach ($link in @($Document.GetElementsByTagName('maml:navigationLink'))) {
        # Get-Help finds the other pages by their names and does not need a file name.
        $uri = $link['maml:uri']
        if (-not $uri.InnerText) {
            $null = $link.ParentNode.RemoveChild($link)
        } elseif ($uri.InnerText -notmatch '^https?:') {
            $uri.InnerText = ''
        }
    }
}

# Works around a defect of Export-MamlCommandHelp in PlatyPS 1.0.3: it does not export the default values of parameters.
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

# Returns the paragraphs of a Markdown text. A paragraph of prose is one line, because Get-Help wraps it.
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
    Converts an about_ page to plain text.

.DESCRIPTION
    Paragraphs and lists are wrapped at 80 characters, and code is kept as it is. A row of a table becomes a paragraph
    of its first cell, followed by the other cells. Each has its heading if there is more than one. Throws an error if
    the page uses Markdown for which there is no plain text.

.PARAMETER Path
    The path of the page.
#>
function ConvertTo-AboutHelp {
    [CmdletBinding()]
    [OutputType([string])]
    param(
        [Parameter(Mandatory)]
        [string] $Path
    )

    $markdown = Get-Content -LiteralPath $Path -Raw
    $lines = foreach ($block in (ConvertFrom-Markdown -InputObject $markdown).Tokens) {
        Format-Block $block
    }

    # ConvertFrom-Markdown removes braces outside of code, because it reads them as HTML attributes.
    $text = ($lines -join "`n").Trim()
    if (($text -replace '[^{]').Length -lt ($markdown -replace '[^{]').Length) {
        throw "'$Path' has braces outside of code. Put them in backticks."
    }

    $text
}

# Returns the lines of a block. A blank line follows each block except a heading of a section.
function Format-Block([object] $Block) {
    $type = $Block.GetType().Name
    switch ($type) {
        'HeadingBlock' {
            $title = Get-InlineText $Block.Inline
            switch ($Block.Level) {
                1 { 'TOPIC', ($Indent + $title), '' }
                2 { $title.ToUpperInvariant() }
                default { "  $title" }
            }
        }
        'ParagraphBlock' {
            # The title of a picture says nothing without the picture. A text that describes it is a sentence.
            $text = Get-InlineText $Block.Inline
            $others = @($Block.Inline).Where{ $_.GetType().Name -ne 'LinkInline' -or -not $_.IsImage }
            if ($others -or $text.EndsWith('.')) {
                Format-Paragraph $Indent $text
                ''
            }
        }
        'ListBlock' {
            foreach ($item in $Block) {
                if ($item.Count -ne 1) {
                    throw 'An item of a list must be one paragraph.'
                }

                $bullet = $Block.IsOrdered ? "$($item.Order)." : $Block.BulletType
                Format-Paragraph "$Indent$bullet " (Get-InlineText $item[0].Inline)
            }

            ''
        }
        { $_ -in 'CodeBlock', 'FencedCodeBlock' } {
            $Block.Lines.ToString().TrimEnd() -replace '(?m)^(?=.)', ($Indent * 2)
            ''
        }
        'Table' {
            $headings = Get-CellText $Block[0]
            foreach ($row in $Block | Select-Object -Skip 1) {
                Format-Row $headings (Get-CellText $row)
                ''
            }
        }
        'LinkReferenceDefinitionGroup' { } # The parser adds it for the headings. It has no text.
        default { throw "A topic cannot contain a $type." }
    }
}

function Format-Row([string[]] $Headings, [string[]] $Cells) {
    Format-Paragraph $Indent $Cells[0]
    for ($column = 1; $column -lt $Cells.Count; $column++) {
        if ($Cells[$column]) {
            $label = $Headings.Count -gt 2 ? "$($Headings[$column]): " : ''
            Format-Paragraph ($Indent * 2) ($label + $Cells[$column])
        }
    }
}

function Get-CellText([object] $Row) {
    foreach ($cell in $Row) {
        # In code, the parser keeps the backslash before a vertical bar.
        $cell.Count -gt 0 ? ((Get-InlineText $cell[0].Inline) -replace '\\\|', '|') : ''
    }
}

function Get-InlineText([object] $Inlines) {
    $texts = foreach ($inline in $Inlines) {
        $type = $inline.GetType().Name
        switch ($type) {
            'LiteralInline' { "$inline" }
            'CodeInline' { $inline.Content }
            'EmphasisInline' { Get-InlineText $inline }
            'LinkInline' { (Get-InlineText $inline) + ($inline.Url -like 'http*' ? " ($($inline.Url))" : '') }
            'LineBreakInline' { ' ' }
            default { throw "The text of a topic cannot contain a $type." }
        }
    }

    -join $texts
}

# Wraps a text. The lines after the first are aligned with its first word.
function Format-Paragraph([string] $Start, [string] $Text) {
    $first, $rest = -split $Text
    $line = $Start + $first
    foreach ($word in $rest) {
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
