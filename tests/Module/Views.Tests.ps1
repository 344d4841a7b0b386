# The views of jobs, sheets, executions and stores.

BeforeAll {
    Import-Module "$PSScriptRoot/shared.psm1"
    Enter-TestSession $TestDrive
    Connect-Marianne "$TestDrive/views.db"

    # A table shows ages on a terminal only, because a file is read later.
    $age = [Console]::IsOutputRedirected ? '\d{4}-\d\d-\d\d \d\d:\d\d' : 'just now'

    $null = New-MarianneJob -Id nightly-20260301-070509-4f1c -Name 'The nightly review of everything' -TotalSheets 8 -Config @{ a = 1 }
    1..7 | ForEach-Object { Set-MarianneSheet nightly* $_ Completed -ErrorAction Ignore }
    Get-MarianneSheet nightly* | Where-Object Number -lt 8 | Set-MarianneSheet -Status Completed -Duration 245
    Get-MarianneSheet nightly* 8 | Set-MarianneSheet -Status Failed -ErrorMessage "HTTP 429`nslow down" -ErrorCategory rate_limit -Duration 0.85
    $null = Get-MarianneSheet nightly* 8 | Add-MarianneExecution -Prompt "Look at`nit all" -Output 'many words'
}

AfterAll {
    Exit-TestSession
}

Describe 'A table of jobs' {
    It 'shows the status, progress and age of each job' {
        $header, $rule, $row = Get-MarianneJob | Get-Line
        $header.Trim() -split '\s+' | Should -Be Id, Status, Progress, Updated, Name
        $row | Should -Match "^nightly-20260301-070509-4f1c Pending +7/8  88 % +$age The nightly review of everything`$"
    }

    It 'fits <Width> columns' -ForEach @(@{ Width = 120 }, @{ Width = 80 }) {
        foreach ($line in (Get-MarianneJob | Out-String -Width $Width) -split '\r?\n') {
            $line.Length | Should -BeLessOrEqual $Width
        }

        Get-MarianneJob | Out-String -Width $Width | Should -BeLike '*Id*Status*Progress*Updated*Name*'
    }

    It 'shows a long id as a whole if there is room' {
        $id = "$('x' * 45)-20260301-070509-4f1c"
        $null = New-MarianneJob -Id $id -TotalSheets 1
        try {
            Get-MarianneJob $id | Get-Text -Width 160 | Should -Match "(?m)^$id Pending "
            Get-MarianneJob $id | Get-Text -Width 120 | Should -Match "(?m)^$id Pending "
        } finally {
            Remove-MarianneJob $id -Confirm:$false
        }
    }

    It 'shows 100 % only for a completed job' {
        [Marianne.Commands.DisplayText]::Progress(999, 1000) | Should -Be '999/1000  99 %'
        [Marianne.Commands.DisplayText]::Progress(1000, 1000) | Should -Be '1000/1000 100 %'
        [Marianne.Commands.DisplayText]::Progress(0, 3) | Should -Be '0/3   0 %'
    }

    It 'uses colors only if they are enabled' {
        $rendering = $PSStyle.OutputRendering
        try {
            $PSStyle.OutputRendering = 'Ansi'
            Suspend-MarianneJob nightly-20260301-070509-4f1c
            Get-MarianneJob | Get-Text | Should -Match "`e\[33mPaused`e\[0m"
            $PSStyle.OutputRendering = 'PlainText'
            Get-MarianneJob | Get-Text | Should -Not -Match "`e"
        } finally {
            $PSStyle.OutputRendering = $rendering
        }
    }
}

Describe 'A list of a job' {
    It 'shows more properties, but no empty ones' {
        $text = Get-MarianneJob | Format-List | Get-Text
        $text | Should -Match 'ConfigSnapshot\s*: \{"a":1\}'
        $text | Should -Match 'Sheets\s*: 7 Completed, 1 Failed'
        $text | Should -Match ([Console]::IsOutputRedirected ? 'UpdatedAt\s*: [^(]*\r?\n' : 'UpdatedAt\s*: .*\(just now\)')
        $text | Should -Not -Match 'Description'
    }
}

Describe 'Sheets' {
    It 'are a table under the name of their job' {
        $title, $header, $rule, $rows = Get-MarianneSheet nightly* | Get-Line
        $title.Trim() | Should -Be 'Job: nightly-20260301-070509-4f1c'
        $header.Trim() -split '\s+' | Should -Be Sheet, Name, Status, Attempts, Duration, Error
        $rows[0] | Should -Match '^\s+1 +Completed\s+0\s+4 min 05 s'
        $rows[7] | Should -Match '^\s+8 +Failed\s+0\s+850 ms rate_limit: HTTP 429 slow down'
    }

    It 'have a list' {
        Get-MarianneSheet nightly* 8 | Format-List | Get-Text | Should -Match 'ErrorCategory\s*: rate_limit'
    }
}

Describe 'The measures of a sheet' {
    BeforeAll {
        # Measures are immutable, so the property has no setter.
        $measures = [Marianne.Jobs.SheetMeasures]@{
            ErrorCode = 'E101'; Model = 'large'; InputTokens = 12000; OutputTokens = 345; Cost = 0.0525
        }
        $next = [DateTimeOffset]::new(2026, 3, 1, 7, 5, 9, [timespan]::Zero)
        [Marianne.Jobs.SheetMeasures].GetProperty('NextAttemptAt').SetValue($measures, $next)

        $job = New-MarianneJob -Id measured -TotalSheets 2
        $job.Sheets[0].ErrorCategory = 'rate_limit'
        $job.Sheets[0].Measures = $measures
        $job | Save-MarianneCheckpoint
    }

    AfterAll {
        Remove-MarianneJob measured -Confirm:$false
    }

    It 'are properties of the sheet' {
        $sheet = Get-MarianneSheet measured 1
        $sheet.ErrorCode, $sheet.Model, $sheet.Tokens, $sheet.Cost | Should -Be 'E101', 'large', 12345, 0.0525
        $sheet.Cost | Should -BeOfType decimal
        foreach ($time in $sheet.NextAttemptAt, $sheet.Measures.NextAttemptAt) {
            $time | Should -BeOfType datetime
            $time.Kind | Should -Be Local
            $time.ToUniversalTime() | Should -Be $next.UtcDateTime
        }

        (Get-MarianneJob measured).Cost | Should -Be 0.0525
        (Get-MarianneSheet measured | Measure-Object Tokens -Sum).Sum | Should -Be 12345
    }

    It 'are empty if nothing was measured' {
        $sheet = Get-MarianneSheet measured 2
        $sheet.ErrorCode, $sheet.Model, $sheet.NextAttemptAt | Should -Be $null, $null, $null
        $sheet.Tokens, $sheet.Cost | Should -Be 0, 0
    }

    It 'are in the list' {
        $text = Get-MarianneSheet measured 1 | Format-List | Get-Text
        $text | Should -Match 'ErrorCode\s*: E101'
        $text | Should -Match 'ErrorMeaning\s*: The API limits the rate of requests\.'
        $text | Should -Match 'Model\s*: large'
        $text | Should -Match 'Tokens\s*: 12,345 \(12,000 in, 345 out\)'
        $text | Should -Match 'Cost\s*: 0\.05 USD'
        $text | Should -Match "NextAttemptAt\s*: $([regex]::Escape($next.LocalDateTime.ToString('yyyy-MM-dd HH:mm:ss')))"
        Get-MarianneJob measured | Format-List | Get-Text | Should -Match 'Cost\s*: 0\.05 USD'
    }

    It 'are not in the list if there are none' {
        $text = (Get-MarianneSheet measured 2 | Format-List | Get-Text) + (Get-MarianneJob nightly* | Format-List | Get-Text)
        $text | Should -Not -Match 'ErrorCode|Model|Tokens|Cost|NextAttemptAt'
    }

    It 'are not in the table' {
        $header = (Get-MarianneSheet measured | Get-Line)[1]
        $header.Trim() -split '\s+' | Should -Be Sheet, Name, Status, Attempts, Duration, Error
    }

    It 'are serialized' {
        $copy = Get-MarianneSheet measured 1 | ConvertTo-Deserialized
        $copy.Tokens, $copy.Cost, $copy.Measures.Model | Should -Be 12345, 0.0525, 'large'
        $copy | Format-List | Get-Text | Should -Match 'Tokens\s*: 12,345 \(12,000 in, 345 out\)'
    }

    It 'show <Expected>' -ForEach @(
        @{ Cost = 0.05; Expected = '0.05 USD' }, @{ Cost = 1234.5; Expected = '1,234.50 USD' }
        @{ Cost = 0.000125; Expected = '0.000125 USD' }, @{ Cost = 3; Expected = '3.00 USD' }
        @{ Cost = 0.500123; Expected = '0.50 USD' }, @{ Cost = 0; Expected = '0.00 USD' }
    ) {
        [Marianne.Commands.DisplayText]::Cost($Cost) | Should -Be $Expected
    }
}

Describe 'Executions and statistics' {
    It 'are tables' {
        $title, $header, $rule, $row = Get-MarianneExecution | Get-Line
        $title.Trim() | Should -Be 'Job: nightly-20260301-070509-4f1c'
        $header.Trim() -split '\s+' | Should -Be Id, Sheet, Attempt, Run, Exit, Duration, Executed, Prompt
        $row | Should -Match "$age Look at it all`$"
        $header, $rule, $row = Get-MarianneJob | Measure-MarianneJob | Get-Line
        $header.Trim() -split '\s+' | Should -Be JobId, Progress, Retries, Attempts, Success, Average
        $row | Should -Match '7/8  88 %\s+1\s+1\s+0 %\s+850 ms'
    }

    It 'have lists' {
        Get-MarianneExecution | Format-List | Get-Text | Should -Match 'Output\s*: many words'
        $text = Get-MarianneJob | Measure-MarianneJob | Format-List | Get-Text
        $text | Should -Match '(?m)^Progress\s*: 7/8  88 %'
        $text | Should -Match '(?m)^ExecutionSuccessRate\s*: 0 %'
    }

    It 'distinguish the progress from the rate of successful attempts' {
        $statistics = Get-MarianneJob | Measure-MarianneJob
        $statistics.Progress.Percent, $statistics.SuccessRate, $statistics.ExecutionSuccessRate | Should -Be 87.5, 87.5, 0
        $null = New-MarianneJob -Id unstarted -TotalSheets 1
        (Measure-MarianneJob unstarted).ExecutionSuccessRate | Should -BeNullOrEmpty
        Remove-MarianneJob unstarted -Confirm:$false
    }
}

Describe 'A store' {
    It 'is a table and a list' {
        Get-MarianneStore | Format-Table | Get-Text | Should -Match 'SQLite\s+True\s+.*views.db'
        Get-MarianneStore | Format-List | Get-Text | Should -Match 'LearningPath\s*: .*global-learning.db'
    }
}

Describe 'Durations and ages' {
    It 'show <Expected>' -ForEach @(
        @{ Seconds = 0; Expected = '0 ms' }, @{ Seconds = 0.85; Expected = '850 ms' }, @{ Seconds = 12.34; Expected = '12.3 s' }
        @{ Seconds = 59.99; Expected = '1 min 00 s' }, @{ Seconds = 245; Expected = '4 min 05 s' }
        @{ Seconds = 7800; Expected = '2 h 10 min' }, @{ Seconds = 273600; Expected = '3 d 4 h' }
    ) {
        [Marianne.Commands.DisplayText]::Duration([timespan]::FromSeconds($Seconds)) | Should -Be $Expected
    }

    It 'show <Expected>' -ForEach @(
        @{ Seconds = 1; Expected = 'just now' }, @{ Seconds = 42.5; Expected = '42 s ago' }, @{ Seconds = 185; Expected = '3 min ago' }
        @{ Seconds = 7300; Expected = '2 h ago' }, @{ Seconds = 90000; Expected = '1 d ago' }
    ) {
        [Marianne.Commands.DisplayText]::Age((Get-Date).AddSeconds(-$Seconds)) | Should -Be $Expected
    }

    It 'are empty for $null' {
        [Marianne.Commands.DisplayText]::Duration($null) | Should -Be ''
        [Marianne.Commands.DisplayText]::Age($null) | Should -Be ''
    }
}

Describe 'A report of a store' {
    It 'shows each damage on lines of its own' {
        $report = [Marianne.Stores.StoreReport]::new()
        $report.Path = "$TestDrive/views.db"
        $report.Content = 'Jobs'
        $report.Damages = [Marianne.Stores.StoreDamage[]] @(
            [Marianne.Stores.StoreDamage]::new("table 'jobs'", "Tree 2`ncell 5", $false)
            [Marianne.Stores.StoreDamage]::new("job 'a'", 'it is on a damaged page', $true)
        )
        ($report | Out-String -Width 80) -replace '\r' |
            Should -Match "(?m)^Damages +: table 'jobs': Tree 2 cell 5\n +job 'a': it is on a damaged page\n"
    }
}
