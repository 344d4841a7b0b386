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

    # Times differ from run to run; words and counts do not.
    function Format-Output([string] $Text) {
        $Text -replace 'just now|\d+ \w+ ago', '(age)' -replace '\b\d+(\.\d+)? (ms|s)\b', '(duration)' -split '\r?\n' |
            ForEach-Object { ($_ -replace '\s+', ' ').Trim() } |
            Where-Object { $_ }
    }
}

AfterAll {
    Exit-TestSession
}

Describe 'The PowerShell of the README' -ForEach @{ Blocks = $blocks } {
    BeforeAll {
        $cut = '----- cut -----'
        $script = $Blocks.Code | ForEach-Object { ". {`n$_} | Out-String -Width 120`n'$cut'" }
        Set-Content $TestDrive/session.ps1 $script

        Push-Location $root
        Remove-Item out/nightly-review -Recurse -ErrorAction Ignore
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
    It 'names every task of the build' {
        $parameter = (Get-Command $root/build.ps1).Parameters['Task']
        $tasks = ($parameter.Attributes | Where-Object { $_ -is [ValidateSet] }).ValidValues
        $named = [regex]::Matches($readme, '(?m)^\| `(\w+)` \|') | ForEach-Object { $_.Groups[1].Value }
        $named | Should -Be $tasks
    }

    It 'shows the example score as it is' {
        [regex]::Match($readme, '(?ms)^```yaml\n(.+?)^```$').Groups[1].Value | Should -BeExactly (Get-Content $root/examples/nightly-review.yaml -Raw)
    }

    It 'shows command lines of the worker that it has' {
        $shown = [regex]::Matches($readme, '(?m)^marianne-worker (.+)$') | ForEach-Object { $_.Groups[1].Value }
        $shown | Should -Not -BeNullOrEmpty
        $worker = (Get-ChildItem "$root/artifacts/bin/Marianne.Worker/*/marianne-worker.dll" | Sort-Object LastWriteTime)[-1]
        Push-Location $TestDrive
        try {
            Set-Content nightly.yaml 'name: nightly', 'sheets:', '  - command: echo hello'
            foreach ($line in $shown) {
                dotnet $worker (-split $line) --plan --store (Join-Path $TestDrive worker.db) | Out-String |
                    Should -BeLike "Would play 'nightly'*"
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
