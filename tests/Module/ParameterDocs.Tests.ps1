# The XML docs of the cmdlets use the sentences of the help pages, so that each parameter is described once.

BeforeDiscovery {
    Import-Module "$PSScriptRoot/shared.psm1"
    Import-Module "$root/Marianne.psd1"
    $cmdlets = Get-Command -Module Marianne | ForEach-Object Name
}

BeforeAll {
    Import-Module "$PSScriptRoot/shared.psm1"
    Enter-TestSession $TestDrive

    # The summaries of the compiler's XML docs, by the id of the member.
    $summaries = @{}
    foreach ($member in ([xml] (Get-Content "$root/bin/Marianne.xml" -Raw)).doc.members.member) {
        $markdown = $member['summary'].InnerXml -replace '</?c>', '`' -replace '\s+', ' '
        $summaries[$member.name] = [Net.WebUtility]::HtmlDecode($markdown).Trim()
    }

    # The id of a member in the compiler's XML docs.
    function Get-DocId([char] $Kind, [type] $Type, [string] $Member) {
        $definition = $Type.IsGenericType ? $Type.GetGenericTypeDefinition() : $Type
        "${Kind}:$($definition.FullName)$($Member ? ".$Member" : '')"
    }

    # The first paragraph below a heading of a page, as one line.
    function Get-FirstParagraph([string] $Markdown, [string] $Heading) {
        $pattern = '(?m)^{0}\r?\n\s*\n(?<text>(?:.+\n?)+)' -f [regex]::Escape($Heading)
        ([regex]::Match($Markdown, $pattern).Groups['text'].Value -replace '\s+', ' ').Trim()
    }

    # The difference between a page and the XML docs, as a line to read in the results.
    function Compare-Text([string] $Subject, [string] $Page, [string] $Docs) {
        if ($Page -cne $Docs) {
            "${Subject}:`n    page: $Page`n    C#:   $Docs"
        }
    }
}

AfterAll {
    Exit-TestSession
}

Describe 'The XML docs of <_>' -ForEach $cmdlets {
    BeforeAll {
        $name = $_
        $type = (Get-Command $name).ImplementingType
        $page = Get-Content "$root/docs/en-US/$name.md" -Raw
    }

    It 'use the synopsis of the page' {
        $synopsis = Get-FirstParagraph $page '## SYNOPSIS'
        $synopsis | Should -Match '\w'
        Compare-Text -Subject $name -Page $synopsis -Docs $summaries[(Get-DocId T $type)] | Should -BeNullOrEmpty
    }

    It 'use the first paragraph of each parameter' {
        $declared = $type.GetProperties() |
            Where-Object { $_.IsDefined([Management.Automation.ParameterAttribute], $true) }
        $differences = foreach ($property in $declared) {
            $paragraph = Get-FirstParagraph $page "### -$($property.Name)"
            $paragraph | Should -Match '\w' -Because "the page describes -$($property.Name)"
            $docs = $summaries[(Get-DocId -Kind P -Type $property.DeclaringType -Member $property.Name)]
            Compare-Text -Subject "$name -$($property.Name)" -Page $paragraph -Docs $docs
        }

        $differences | Should -BeNullOrEmpty
    }
}
