# The example scores, run in a small repository of their own. One run is killed and resumed.

BeforeAll {
    Import-Module "$PSScriptRoot/shared.psm1"
    Enter-TestSession $TestDrive

    # A repository with a promise, a broken link and a cmdlet without a page.
    function New-Repository([string] $Name) {
        $repository = (New-Item "$TestDrive/$Name/repository" -ItemType Directory).FullName
        $env:MARIANNE_HOME = "$TestDrive/$Name/home"
        $null = New-Item $repository/src, $repository/docs/en-US -ItemType Directory
        Copy-Item $root/examples $repository -Recurse
        Set-Content $repository/README.md '# Small', '[here](docs/en-US/Get-Thing.md)', '[nowhere](docs/nowhere.md)', '[web](https://example.org)'
        Set-Content $repository/src/Makefile 'all:'
        Set-Content $repository/src/Thing.cs '// TODO: all of it', 'class Thing;'
        Set-Content $repository/docs/en-US/Get-Thing.md '# Get-Thing'
        Set-Content $repository/Marianne.psd1 "@{ CmdletsToExport = 'Get-Thing', 'Set-Thing' }"
        $repository
    }

    function Get-Trace([string] $Repository) {
        Get-ChildItem $Repository -Recurse -File | Where-Object FullName -NotLike (Join-Path $Repository 'out/*') |
            ForEach-Object { "$($_.FullName) $($_.LastWriteTimeUtc.Ticks) $($_.Length)" }
    }
}

AfterAll {
    Exit-TestSession
}

Describe 'nightly-review.yaml' {
    BeforeAll {
        $repository = New-Repository whole
        $before = Get-Trace $repository
        $job = Invoke-MarianneJob $repository/examples/nightly-review.yaml
        $report = Get-Content $repository/out/nightly-review/report.md
    }

    It 'completes' {
        $job.Status | Should -Be 'Completed' -Because $job.ErrorMessage
        $job.Sheets.Status | Select-Object -Unique | Should -Be 'Completed'
    }

    It 'recovers from the failure of its sixth sheet' {
        $job.Sheets.AttemptCount | Should -Be 1, 1, 1, 1, 1, 2, 1
        $attempts = $job | Get-MarianneExecution -SheetNumber 6 -Store (Connect-HomeStore) | Sort-Object AttemptNumber
        $attempts.ExitCode | Should -Be 1, 0
        $attempts[0].Output | Should -BeLike '*locked by a backup*'
    }

    It 'reports <_>' -ForEach @(
        '| .cs | 1 | 2 | 2 |'
        '| (none) | 2 | 13 | 12 |'
        '- README.md:3 leads to docs/nowhere.md'
        '- Set-Thing'
        '- Thing.cs:1 // TODO: all of it'
        '## Cmdlets without a page: 1'
    ) {
        $report | Should -Contain $_
    }

    It 'checks its report in two stages' {
        $details = $job.Sheets[6].ValidationDetails
        $details.RuleType | Should -Be 'file_exists', 'content_regex'
        $details.Passed | Should -Be $true, $true
    }

    It 'writes nothing outside its workspace' {
        Get-Trace $repository | Should -Be $before
        Get-ChildItem $repository/out -Name | Should -Be 'nightly-review'
    }

    It 'reports the same on another night' {
        $second = Invoke-MarianneJob $repository/examples/nightly-review.yaml
        $second.Id | Should -Not -Be $job.Id
        $second.Status | Should -Be 'Completed'
        Get-Content $repository/out/nightly-review/report.md | Should -Be $report
    }
}

Describe 'nightly-review.yaml, killed while its sixth sheet waits' {
    BeforeAll {
        $repository = New-Repository killed
        $score = "$repository/examples/nightly-review.yaml"
        $process = Start-PowerShell '-Command', "Import-Module '$root/Marianne.psd1'; Invoke-MarianneJob '$score'"
        Wait-Until -Process $process -Because 'the sixth sheet waits for its retry' {
            (Test-Path $repository/out/nightly-review/was-locked) -and
            (Get-MarianneJob -Store (Connect-HomeStore)).Sheets[5].Status -eq 'RetryScheduled'
        }

        $process.Kill()
        $process.WaitForExit()
        $killed = Get-MarianneJob -Store (Connect-HomeStore)
        $job = Invoke-MarianneJob $score
    }

    It 'resumes the same job' {
        $killed.IsZombie | Should -BeTrue
        $job.Id | Should -Be $killed.Id
        $job.Status | Should -Be 'Completed'
    }

    It 'runs no completed sheet again' {
        foreach ($done in $killed.Sheets | Where-Object Status -eq Completed) {
            $job.Sheets[$done.Number - 1].CompletedAt | Should -Be $done.CompletedAt
        }

        $killed.Sheets[0, 1].Status | Should -Be 'Completed', 'Completed'
        $job.Sheets[5].AttemptCount | Should -Be 2
    }
}

Describe 'nightly-review.worker.yaml' -Skip:$IsWindows {
    BeforeAll {
        $repository = New-Repository worker
        $worker = Find-Worker
        $output = dotnet $worker run $repository/examples/nightly-review.worker.yaml 2>&1 | Out-String
        $exitCode = $LASTEXITCODE
        $report = Get-Content $repository/out/nightly-review.worker/report.md
    }

    It 'is run by the worker, and PowerShell reads its job' {
        $exitCode | Should -Be 0 -Because $output
        $job = Get-MarianneJob -Store (Connect-HomeStore)
        $job.Status | Should -Be 'Completed'
        $job.Sheets.AttemptCount | Should -Be 1, 1, 1, 1, 2, 1
    }

    It 'reports <_>' -ForEach '| .cs | 1 | 2 |', '| (none) | 2 | 13 |', '- docs/nowhere.md', '- src/Thing.cs:1:// TODO: all of it' {
        $report | Should -Contain $_
    }
}
