# The commands and outputs of the README. Its PowerShell runs in order, in one session.

BeforeDiscovery {
    $markdown = Get-Content "$PSScriptRoot/../../README.md" -Raw
    $block = '(?ms)^```powershell\n(?<code>.+?)^```$(?:\s+^```text\n(?<output>.+?)^```$)?'
    $index = 0
    $blocks = foreach ($match in [regex]::Matches($markdown, $block)) {
        @{
            Index = $index++
            Title = ($match.Groups['code'].Value -split '\n')[0]
            Code = $match.Groups['code'].Value
            Output = $match.Groups['output'].Value
        }
    }
}

BeforeAll {
    Import-Module "$PSScriptRoot/shared.psm1"
    Enter-TestSession $TestDrive
    $readme = Get-Content $root/README.md -Raw

    # Ids, times and warnings of other processes differ from run to run; words and counts do not.
    function Format-Output([string] $Text) {
        $stable = $Text -replace '-\d{8}-\d{6}-[0-9a-f]{4}\b', '-(id)' -replace 'just now|\d+ \w+ ago|\d{4}-\d\d-\d\d \d\d:\d\d', '(age)'
        $stable -replace '\b\d+(\.\d+)? (ms|s)\b', '(duration)' -split '\r?\n' |
            ForEach-Object { ($_ -replace '\s+', ' ').Trim() } |
            Where-Object { $_ -and $_ -notlike '*WARNING: *' }
    }
}

AfterAll {
    Exit-TestSession
}

Describe 'The PowerShell of the README' -ForEach @{ Blocks = $blocks } {
    BeforeAll {
        $cut = '----- cut -----'
        $setup = "Import-Module '$root/tests/Module/shared.psm1'" # For its PATH: the examples start pwsh.
        $script = $Blocks.Code | ForEach-Object { ". {`n$_} | Out-String -Width 120`n'$cut'" }
        Set-Content $TestDrive/session.ps1 $setup, $script

        # The examples write to the folder `out` of a checkout, which other runs of the tests may use at the same time.
        $checkout = New-Item $TestDrive/checkout -ItemType Directory
        Get-Item $root/*.md, $root/Marianne.*, $root/bin, $root/en-US, $root/examples | Copy-Item -Destination $checkout -Recurse
        Push-Location $checkout
        $outputs = (pwsh -NoProfile -NonInteractive -File $TestDrive/session.ps1 *>&1 | Out-String) -split $cut
    }

    AfterAll {
        Pop-Location
    }

    It 'has the output that the README shows: <Title>' -ForEach $blocks {
        Format-Output $outputs[$Index] | Should -BeExactly (Format-Output $Output)
    }
}

Describe 'The README' {
    It 'names the two commands to start with' {
        $readme | Should -Match '(?m)^\./build\.sh Demo '
        $readme | Should -Match '(?m)^\./build\.sh Test '
    }

    It 'shows the example scores as they are' {
        $shown = [regex]::Matches($readme, '(?ms)^```yaml\n(.+?)^```$') | ForEach-Object { $_.Groups[1].Value }
        $scores = 'resume', 'agent' | ForEach-Object { Get-Content "$root/examples/$_.yaml" -Raw }
        $shown | Should -BeExactly $scores
    }

    It 'describes every cmdlet as its page does' {
        $rows = [regex]::Matches($readme, '(?m)^\| \[`([\w-]+)`\]\((.+?)\) \| (.+) \|$')
        $exported = (Import-PowerShellDataFile $root/Marianne.psd1).CmdletsToExport
        $rows | ForEach-Object { $_.Groups[1].Value } | Sort-Object | Should -Be ($exported | Sort-Object)
        foreach ($row in $rows) {
            $page = Get-Content "$root/$($row.Groups[2].Value)" -Raw
            $page | Should -Match "(?m)^# $($row.Groups[1].Value)$"
            $page | Should -Match "## SYNOPSIS\s+$([regex]::Escape($row.Groups[3].Value))\s"
        }
    }

    It 'shows command lines of the worker that it has' {
        $shown = [regex]::Matches($readme, '(?m)^marianne-worker (.+)$') | ForEach-Object { $_.Groups[1].Value }
        $shown | Should -Not -BeNullOrEmpty
        $worker = Find-Worker
        Push-Location $TestDrive
        try {
            Set-Content nightly.yaml 'name: nightly', 'sheets:', '  - command: echo hello'
            foreach ($line in $shown -replace '\s+#.*') {
                $words = -split $line
                $check = $words[0] -eq 'run' ? @('--plan', '--store', (Join-Path $TestDrive worker.db)) : '--help'
                dotnet $worker $words $check | Out-String |
                    Should -BeLike ($words[0] -eq 'run' ? "Would run 'nightly'*" : "*marianne-worker $($words[0])*")
            }
        } finally {
            Pop-Location
        }
    }

    It 'links to files that exist' {
        foreach ($match in [regex]::Matches($readme, '\]\((?!https?:)([^)#]+)')) {
            "$root/$($match.Groups[1].Value)" | Should -Exist
        }
    }
}

Describe 'CONTRIBUTING.md' {
    It 'names every task of the build' {
        $parameter = (Get-Command $root/build.ps1).Parameters['Task']
        $tasks = ($parameter.Attributes | Where-Object { $_ -is [ValidateSet] }).ValidValues
        $page = Get-Content $root/CONTRIBUTING.md -Raw
        $named = [regex]::Matches($page, '(?m)^\| `(\w+)` \|') | ForEach-Object { $_.Groups[1].Value }
        $named | Should -Be $tasks
    }
}
