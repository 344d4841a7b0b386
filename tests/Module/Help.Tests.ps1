# The help of the cmdlets and topics, and the pages it is created from.

BeforeDiscovery {
    Import-Module "$PSScriptRoot/shared.psm1"
    Import-Module "$root/Marianne.psd1"
    $cmdlets = Get-Command -Module Marianne | ForEach-Object Name
    $topics = Get-ChildItem "$root/docs/en-US/about_*.md" | ForEach-Object BaseName
    $hasPlatyPS = [bool] (Get-Module -FullyQualifiedName @{
            ModuleName = 'Microsoft.PowerShell.PlatyPS'; ModuleVersion = '1.0.0'
        } -ListAvailable)
}

BeforeAll {
    Import-Module "$PSScriptRoot/shared.psm1"
    Enter-TestSession $TestDrive
    $pages = "$root/docs/en-US"
    $common = [Management.Automation.Cmdlet]::CommonParameters + [Management.Automation.Cmdlet]::OptionalCommonParameters

    function Get-Paragraph($Paragraphs) {
        ($Paragraphs | ForEach-Object Text) -join "`n"
    }

    # The order in which PowerShell lists parameters of a class and its bases is not guaranteed.
    function Get-SortedSyntax($Line) {
        ($Line.Trim() -split '\s+(?=\[|-)' | Sort-Object) -join ' '
    }
}

AfterAll {
    Exit-TestSession
}

Describe 'The help of <_>' -ForEach $cmdlets {
    BeforeAll {
        $name = $_
        $page = "$pages/$name.md"
        $help = Get-Help $name -Full
    }

    It 'has a page' {
        $page | Should -Exist
    }

    It 'has an address, which the page repeats' {
        $uri = "$((Import-PowerShellDataFile "$root/Marianne.psd1").PrivateData.PSData.ProjectUri)/blob/main/docs/en-US/$name.md"
        (Get-Command $name).HelpUri | Should -BeExactly $uri
        $online = $help.RelatedLinks.NavigationLink | Where-Object LinkText -EQ 'Online Version'
        $online.Uri | Should -BeExactly $uri
        $page | Should -FileContentMatchExactly "(?m)^HelpUri: $([regex]::Escape($uri))\r?$"
    }

    It 'contains no placeholders' {
        $page | Should -Not -FileContentMatch '\{\{'
    }

    It 'has a synopsis of one sentence' {
        $help.Synopsis.Trim() | Should -Match '^\w[^\n]+\.$' -Because 'a synopsis is one sentence'
        $help.Synopsis | Should -Not -BeLike "*$name*" -Because 'Get-Help shows the syntax if it finds no help'
    }

    It 'has a description' {
        Get-Paragraph $help.Description | Should -Match '\w'
    }

    It 'describes exactly the parameters of the cmdlet' {
        $parameters = (Get-Command $name).Parameters.Keys | Where-Object { $_ -notin $common } | Sort-Object
        $described = $help.Parameters.Parameter |
            Where-Object { $_.Name -notin $common -and (Get-Paragraph $_.Description) -match '\w' } |
            ForEach-Object Name |
            Sort-Object
        $described | Should -Be $parameters
    }

    It 'shows the syntax of the cmdlet' {
        $command = Get-Command $name
        $hidden = $command.Parameters.Values | Where-Object { $_.Attributes.DontShow -eq $true } | ForEach-Object Name
        $syntax = foreach ($set in $command.ParameterSets) {
            $heading = $set.IsDefault -and $command.ParameterSets.Count -gt 1 ? "$($set.Name) (Default)" : $set.Name
            $line = "$name $set"
            $hidden | ForEach-Object { $line = $line -replace " \[-$_ <\w+>\]" }
            "${heading}: $(Get-SortedSyntax $line)"
        }

        $text = (Get-Content $page -Raw) -replace '(?s)^.*\n## SYNTAX' -replace '(?s)\n## .*'
        $shown = [regex]::Matches($text, '(?s)### (?<set>[^\r\n]+)\s+```(?<line>.+?)```') | ForEach-Object {
            "$($_.Groups['set'].Value): $(Get-SortedSyntax $_.Groups['line'].Value)"
        }
        $shown | Sort-Object | Should -BeExactly ($syntax | Sort-Object)
    }

    It 'contains no Markdown' {
        $texts = @(
            $help.Description
            $help.Parameters.Parameter.Description
            $help.InputTypes.InputType.Description
            $help.ReturnValues.ReturnValue.Description
            $help.AlertSet.Alert
            $help.Examples.Example.Remarks
        ) | ForEach-Object { $_.Text }
        $texts -match '\w' | Should -Not -BeNullOrEmpty
        $names = $help.Parameters.Parameter | ForEach-Object { "$($_.Type.Name) $($_.ParameterValue)" }
        $markdown = '`|\*\*|\]\(|(?m)^\||(?<![\w*])\*\w[^*\n]*\w\*(?!\w)'
        @($help.Synopsis) + $texts + $names | Where-Object { $_ -match $markdown } | Should -BeNullOrEmpty
    }

    It 'has examples with explanations' {
        $examples = @($help.Examples.Example)
        $examples.Code -like "*$name*" | Should -Not -BeNullOrEmpty
        foreach ($example in $examples) {
            Get-Paragraph $example.Remarks | Should -Match '\w' -Because "this example needs an explanation: $($example.Code)"
        }
    }
}

Describe 'The pages' {
    It 'belong to existing cmdlets' {
        $cmdlets = Get-Command -Module Marianne | ForEach-Object Name
        Get-ChildItem $pages/*-*.md | ForEach-Object BaseName | Where-Object { $_ -notin $cmdlets } |
            Should -BeNullOrEmpty
    }

    It 'are the source of the committed XML' -Skip:(-not $hasPlatyPS) {
        # A separate process, because PlatyPS loads assemblies that could affect other tests.
        $script = "Import-Module '$root/docs/HelpText.psm1'; ConvertTo-CmdletHelp '$pages/*-*.md'"
        $fresh = pwsh -NoProfile -NonInteractive -Command $script
        $committed = Get-Content $root/en-US/Marianne.dll-Help.xml
        ($fresh -join "`n").Trim() | Should -BeExactly ($committed -join "`n").Trim() -Because './build.ps1 updates it'
    }
}

Describe 'The topics' {
    It 'include the ones that other pages mention' {
        foreach ($topic in 'about_Marianne', 'about_Marianne_Jobs', 'about_Marianne_Stores', 'about_Marianne_Worker', 'about_Marianne_Errors') {
            "$pages/$topic.md" | Should -Exist
        }
    }
}

Describe 'The picture of the recovery curve' {
    It 'is what the module computes' {
        & "$root/docs/New-CurveImage.ps1" -Path "$TestDrive/curve.svg"

        $committed = Get-Content $root/docs/images/recovery-curve.svg
        Get-Content $TestDrive/curve.svg | Should -BeExactly $committed -Because 'docs/New-CurveImage.ps1 updates it'
        $page = Get-Content $pages/about_Marianne_Learning.md -Raw
        $plan = [regex]::Matches("$committed", 'after (\d+) s') | ForEach-Object { $_.Groups[1].Value }
        foreach ($time in $plan) {
            $page | Should -BeLike "*after $time s*" -Because 'the page explains the picture'
        }
    }
}

Describe '<_>' -ForEach $topics {
    It 'is a topic of Get-Help' {
        Get-Help $_ | Out-String | Should -BeLike "TOPIC*$_*SHORT DESCRIPTION*"
    }

    It 'has no title of a picture, which says nothing without it' {
        $titles = [regex]::Matches((Get-Content "$root/docs/en-US/$_.md" -Raw), '(?m)^!\[([^\]]+[^\].])\]').ForEach({ $_.Groups[1].Value })
        Get-Content "$root/en-US/$_.help.txt" | Where-Object { $_.Trim() -cin $titles } | Should -BeNullOrEmpty
    }

    It 'has lines of at most 80 characters, except in code' {
        Get-Content "$root/en-US/$_.help.txt" | Where-Object { $_.Length -gt 80 -and $_ -notlike '        *' } |
            Should -BeNullOrEmpty
    }
}
