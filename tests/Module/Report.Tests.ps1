# Reports of jobs.

BeforeAll {
    Import-Module "$PSScriptRoot/shared.psm1"
    Enter-TestSession $TestDrive
    Connect-Marianne -InMemory
    $env:MARIANNE_TEST_TOKEN = 'correct-horse-battery'
    $score = @{
        name = 'reported'
        workspace = "$TestDrive"
        secrets = @('MARIANNE_TEST_TOKEN')
        retry = @{ max_retries = 1; base_delay_seconds = 0.01; jitter = $false }
        sheets = @{ name = 'good'; command = 'echo done' }, @{ name = 'bad'; script = "'it is broken'; throw 'no luck'" }
    }
    $job = $score | Import-MarianneScore | Invoke-MarianneJob -ErrorAction SilentlyContinue -WarningAction Ignore

    function Get-Report([string] $File) {
        Get-Content $File -Raw | ConvertFrom-Json
    }
}

AfterAll {
    Remove-Item Env:MARIANNE_TEST_TOKEN
    Exit-TestSession
}

Describe 'Export-MarianneReport' {
    It 'writes a page without requests that contains its data' {
        Export-MarianneReport "$TestDrive/report.html" | Should -BeNullOrEmpty
        $page = Get-Content "$TestDrive/report.html" -Raw
        $page | Should -BeLike "*Content-Security-Policy*default-src 'none'*"
        $page | Should -BeLike '*<h1>reported: Failed</h1>*'
        $page | Should -Not -Match '(?:src|href)="https?:'
    }

    It 'writes JSON with the attempts and the outputs of those that failed' {
        Export-MarianneReport "$TestDrive/report.json" -Id $job.Id
        $report = Get-Report "$TestDrive/report.json"
        $report.format, $report.version, $report.jobs.Count | Should -Be 'marianne-report', 1, 1
        $report.jobs[0].sheets.title | Should -Be good, bad
        $report.jobs[0].sheets[1].attempts.outcome | Should -Be Failed, Failed
        $report.jobs[0].sheets[1].attempts[0].output | Should -BeLike '*it is broken*'
        $report.jobs[0].sheets[0].attempts[0].PSObject.Properties.Name | Should -Not -Contain output
        $report.jobs[0].next_steps[0].command | Should -Be "Invoke-MarianneJob -Id '$($job.Id)'"
    }

    It 'finds the jobs with a name that contains wildcard characters' {
        $null = New-MarianneJob -Id named -Name 'build[1]' -TotalSheets 1
        Export-MarianneReport "$TestDrive/named.json" -Name 'BUILD[1]'
        Remove-MarianneJob named -Confirm:$false
        (Get-Report "$TestDrive/named.json").jobs.id | Should -Be named
    }

    It 'has the texts that -IncludeOutput selects' {
        Export-MarianneReport "$TestDrive/all.json" -Id $job.Id -IncludeOutput All
        Export-MarianneReport "$TestDrive/none.json" -Id $job.Id -IncludeOutput None
        (Get-Report "$TestDrive/all.json").jobs[0].sheets[0].attempts[0].output | Should -BeLike 'done*'
        Get-Content "$TestDrive/none.json" -Raw | Should -Not -Match '"(output|prompt)":'
    }

    It 'writes the same bytes of the same store' {
        Export-MarianneReport "$TestDrive/one.html"
        Export-MarianneReport "$TestDrive/two.html"
        (Get-FileHash "$TestDrive/one.html").Hash | Should -Be (Get-FileHash "$TestDrive/two.html").Hash
    }

    It 'redacts secrets that the store has' {
        $null = Add-MarianneExecution $job.Id 2 -Attempt 2 -ExitCode 1 -Output "the token is $env:MARIANNE_TEST_TOKEN" -PassThru
        Export-MarianneReport "$TestDrive/secret.json" -Id $job.Id -IncludeOutput All
        Get-Content "$TestDrive/secret.json" -Raw | Should -BeLike '*the token is `*`*`**'
        Get-Content "$TestDrive/secret.json" -Raw | Should -Not -Match 'battery'
    }

    It 'takes jobs from the pipeline, and writes the file with -PassThru' {
        $file = Get-MarianneJob $job.Id | Export-MarianneReport "$TestDrive/piped.md" -PassThru
        $file | Should -BeOfType System.IO.FileInfo
        Get-Content $file | Select-Object -First 1 | Should -Be '# `reported`: Failed'
        (Get-MarianneSheet $job.Id)[0] | Export-MarianneReport "$TestDrive/sheet.json"
        (Get-Report "$TestDrive/sheet.json").jobs.id | Should -Be $job.Id
    }

    It 'selects jobs by name and time, and an empty pipeline selects none' {
        Export-MarianneReport "$TestDrive/name.json" -Name 'rep*' -After (Get-Date).AddHours(-1)
        (Get-Report "$TestDrive/name.json").jobs.name | Should -Be reported
        Get-MarianneJob -Status Cancelled | Export-MarianneReport "$TestDrive/empty.html" -WarningVariable warned -WarningAction SilentlyContinue
        "$warned" | Should -BeLike 'There is no job to report*'
        "$TestDrive/empty.html" | Should -Not -Exist
    }

    It 'reports a job that does not exist, and writes the others' {
        'none', $job.Id | Export-MarianneReport "$TestDrive/some.json" -ErrorAction SilentlyContinue -ErrorVariable failed
        $failed.FullyQualifiedErrorId | Should -BeLike 'JobNotFound,*'
        (Get-Report "$TestDrive/some.json").jobs.id | Should -Be $job.Id
    }

    It 'keeps an existing file with -NoClobber, a read-only one without -Force, and writes none with -WhatIf' {
        Set-Content "$TestDrive/mine.html" mine
        { Export-MarianneReport "$TestDrive/mine.html" -NoClobber -ErrorAction Stop } | Should -Throw -ErrorId 'ReportExists,*'
        Set-ItemProperty -Path "$TestDrive/mine.html" -Name IsReadOnly -Value $true
        { Export-MarianneReport "$TestDrive/mine.html" -ErrorAction Stop } | Should -Throw -ErrorId 'ReportFileFailed,*'
        Get-Content "$TestDrive/mine.html" | Should -Be mine
        Export-MarianneReport "$TestDrive/mine.html" -Force
        Get-Content "$TestDrive/mine.html" -TotalCount 1 | Should -Be '<!doctype html>'
        Export-MarianneReport "$TestDrive/whatif.html" -WhatIf
        "$TestDrive/whatif.html" | Should -Not -Exist
    }

    It 'with -Watch ends at once if no job can change' {
        Export-MarianneReport "$TestDrive/watched.json" -Id $job.Id -Watch
        Get-Content "$TestDrive/watched.json" -Raw | Should -Not -Match is_watched
    }
}

Describe 'Export-ExecutionHistory -Format Html' {
    It 'writes a page with the tree' {
        New-SampleHistory | Export-ExecutionHistory "$TestDrive/history.html" -Format Html
        $page = Get-Content "$TestDrive/history.html" -Raw
        $page | Should -BeLike '*<td>validate</td><td>Completed</td>*<td>charge</td><td>Failed</td><td>refused by the bank</td>*'
        { Import-ExecutionHistory "$TestDrive/history.html" -ErrorAction Stop } | Should -Throw -ErrorId 'InvalidHistory,*'
    }
}
