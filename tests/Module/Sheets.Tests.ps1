# Sheets and their recorded attempts.

BeforeAll {
    Import-Module "$PSScriptRoot/shared.psm1"
    Enter-TestSession $TestDrive
    Connect-Marianne "$TestDrive/jobs.db"
    $null = New-MarianneJob -Id sheets -TotalSheets 4
}

AfterAll {
    Exit-TestSession
}

Describe 'Set-MarianneSheet' {
    It 'starts a sheet with this process as the runner' {
        $job = Set-MarianneSheet sheets 1 InProgress -PassThru
        $job.Status | Should -Be Running
        $job.CurrentSheet | Should -Be 1
        $job.Pid | Should -Be $PID
        $job.Sheets[0].AttemptCount | Should -Be 1
    }

    It 'completes a sheet with its results' {
        Set-MarianneSheet sheets 1 Completed -Duration 90 -ConfidenceScore 0.5 -OutcomeData @{ files = 3 } -OutcomeCategory success_first_try
        $sheet = Get-MarianneSheet sheets 1
        $sheet.Status | Should -Be Completed
        $sheet.ExitCode | Should -Be 0
        $sheet.ValidationPassed | Should -BeTrue
        $sheet.ExecutionDuration | Should -Be ([timespan]::FromSeconds(90))
        $sheet.ConfidenceScore | Should -Be 0.5
        $sheet.OutcomeData.files | Should -Be 3
        $sheet.OutcomeCategory | Should -Be success_first_try
    }

    It 'records why a sheet failed' {
        Set-MarianneSheet sheets 2 InProgress
        Set-MarianneSheet sheets 2 Failed -ErrorMessage 'slow down' -ErrorCategory rate_limit -ExitCode 1 -ExitSignal 9 -ExitReason killed
        $sheet = Get-MarianneSheet sheets 2
        $sheet.ErrorMessage | Should -Be 'slow down'
        $sheet.ErrorCategory | Should -Be rate_limit
        $sheet.ExitCode, $sheet.ExitSignal | Should -Be 1, 9
        $sheet.ExitReason | Should -Be killed
        (Get-MarianneJob sheets).TotalRetryCount | Should -Be 1
    }

    It 'skips sheets, and completes the job with the last one' {
        Get-MarianneSheet sheets -Number 3, 4 | Set-MarianneSheet -Status Skipped -ErrorMessage 'not today'
        (Get-MarianneSheet sheets 4).ErrorMessage | Should -Be 'not today'
        Set-MarianneSheet sheets 2 InProgress
        (Set-MarianneSheet sheets 2 Completed -PassThru).Status | Should -Be Completed
    }

    It 'accepts the duration <Value>' -ForEach @(
        @{ Value = 300; Seconds = 300 }
        @{ Value = 1.5; Seconds = 1.5 }
        @{ Value = '12'; Seconds = 12 }
        @{ Value = '0.25'; Seconds = 0.25 }
        @{ Value = '00:01:30'; Seconds = 90 }
        @{ Value = [timespan]::FromHours(1); Seconds = 3600 }
        @{ Value = 0; Seconds = 0 }
    ) {
        $null = New-MarianneJob -Id "duration $Value" -TotalSheets 1
        Set-MarianneSheet "duration $Value" 1 Failed -Duration $Value
        (Get-MarianneSheet "duration $Value" 1).ExecutionDuration.TotalSeconds | Should -Be $Seconds
    }

    It 'rejects the duration <_>' -ForEach @(-1, 'soon', '1,5', [double]::NaN, [double]::PositiveInfinity, '-00:00:01', 1e300) {
        { Set-MarianneSheet sheets 1 Failed -Duration $_ } | Should -Throw '*is not a valid duration*'
    }

    It 'fails with <ErrorId>' -ForEach @(
        @{ ErrorId = 'JobNotFound'; Arguments = @('gone', 1, 'Completed') }
        @{ ErrorId = 'SheetOutOfRange'; Arguments = @('bad', 0, 'Completed') }
        @{ ErrorId = 'SheetOutOfRange'; Arguments = @('bad', 3, 'Completed') }
        @{ ErrorId = 'InvalidTransition'; Arguments = @('sheets', 1, 'InProgress') }
    ) {
        $null = New-MarianneJob -Id bad -TotalSheets 2 -ErrorAction Ignore
        Set-MarianneSheet @Arguments -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure[0].FullyQualifiedErrorId | Should -BeLike "$ErrorId,*"
    }

    It 'rejects an unknown word for <Parameter>' -ForEach @(
        @{ Parameter = 'ErrorCategory' }, @{ Parameter = 'ExitReason' }, @{ Parameter = 'OutcomeCategory' }
    ) {
        $word = @{ $Parameter = 'foreign' }
        Set-MarianneSheet bad 1 Failed @word -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'InvalidSheet,*'
        (Get-MarianneSheet bad 1).Status | Should -Be Pending
    }

    It 'updates the valid sheets if one is invalid' {
        Set-MarianneSheet bad 1, 7, 2 Skipped -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure[0].TargetObject | Should -Be 7
        (Get-MarianneJob bad).Status | Should -Be Completed
    }
}

Describe 'Get-MarianneSheet' {
    BeforeAll {
        $null = New-MarianneJob -Id get -TotalSheets 3
        Set-MarianneSheet get 1 Skipped
        Set-MarianneSheet get 3 Failed
    }

    It 'gets all sheets in order, including those that were not started' {
        (Get-MarianneSheet get).Number | Should -Be 1, 2, 3
    }

    It 'filters by number and status' {
        (Get-MarianneSheet get 3, 1).Number | Should -Be 3, 1
        (Get-MarianneSheet get -Status Failed, Pending).Number | Should -Be 2, 3
        (Get-MarianneSheet ge?).Count | Should -Be 3
    }

    It 'gets the next sheet' {
        (Get-MarianneSheet get -Next).Number | Should -Be 2
        Set-MarianneSheet get 2 InProgress
        (Get-MarianneJob get | Get-MarianneSheet -Next).Number | Should -Be 2
        Set-MarianneSheet get 2 Completed
        (Get-MarianneSheet get -Next).Number | Should -Be 3
        Set-MarianneSheet get 3 Skipped
        Get-MarianneSheet get -Next | Should -BeNullOrEmpty
    }

    It 'gets the sheet of an execution' {
        (Add-MarianneExecution get 2 -PassThru | Get-MarianneSheet).Number | Should -Be 2
    }

    It 'reports jobs and sheets that do not exist' {
        Get-MarianneSheet gone -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'JobNotFound,*'
        Get-MarianneSheet get 9 -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'SheetOutOfRange,*'
        $failure[0].TargetObject | Should -Be 9
    }
}

Describe 'Recorded attempts' {
    BeforeAll {
        $null = New-MarianneJob -Id history -TotalSheets 3
    }

    It 'are added with Add-MarianneExecution' {
        $execution = Add-MarianneExecution history 1 -Prompt 'do it' -Output one, two -ExitCode 0 -Duration 1.5 -PassThru
        $execution.Id | Should -BeGreaterThan 0
        $execution.JobId, $execution.SheetNumber, $execution.AttemptNumber | Should -Be history, 1, 1
        $execution.Output | Should -Be "one`ntwo"
        $execution.Duration.TotalSeconds | Should -Be 1.5
        $execution.ExecutedAt | Should -BeOfType datetime
    }

    It 'are added from a CSV file: an empty cell is no value, and an invalid cell fails only its own row' {
        $csv = @'
JobId,SheetNumber,AttemptNumber,ExitCode,Duration
history,1,2,,
history,2,1,zero,1
history,2,2,1,12
'@ | ConvertFrom-Csv
        $csv | Add-MarianneExecution -ErrorAction SilentlyContinue -ErrorVariable failure
        @($failure).Count | Should -Be 1
        $second, $first = Get-MarianneExecution history -First 2
        $first.ExitCode | Should -BeNullOrEmpty
        $first.Duration | Should -BeNullOrEmpty
        $second.ExitCode | Should -Be 1
        $second.Duration.TotalSeconds | Should -Be 12
    }

    It 'are added from a sheet and its properties' {
        Set-MarianneSheet history 3 InProgress
        Set-MarianneSheet history 3 Failed -ExitCode 4 -Duration 2
        $execution = Get-MarianneSheet history 3 | Add-MarianneExecution -Prompt p -PassThru
        $execution.SheetNumber, $execution.AttemptNumber, $execution.ExitCode | Should -Be 3, 1, 4
        $execution.Duration.TotalSeconds | Should -Be 2
    }

    It 'are read newest first, by job, sheet and page' {
        (Get-MarianneExecution history).SheetNumber | Should -Be 3, 2, 1, 1
        (Get-MarianneExecution history 1).AttemptNumber | Should -Be 2, 1
        (Get-MarianneExecution history -Skip 1 -First 2).SheetNumber | Should -Be 2, 1
        (Get-MarianneSheet history 2 | Get-MarianneExecution).SheetNumber | Should -Be 2
        (Get-MarianneExecution hist*).Count | Should -Be 4
        Get-MarianneExecution history -First 0 -IncludeTotalCount | Should -Be 4
    }

    It 'are read by page across jobs, whether these are arguments or come from the pipeline' {
        foreach ($id in 'paged1', 'paged2', 'paged3') {
            $null = New-MarianneJob -Id $id -TotalSheets 1
            1..2 | ForEach-Object { Add-MarianneExecution $id 1 -AttemptNumber $_ }
        }
        $get = { param($page) Get-MarianneExecution paged1, paged2, paged3 @page }, { param($page) 'paged1', 'paged2', 'paged3' | Get-MarianneExecution @page }
        foreach ($case in $get) {
            (& $case @{ First = 3 } | ForEach-Object { "$($_.JobId) $($_.AttemptNumber)" }) | Should -Be 'paged1 2', 'paged1 1', 'paged2 2'
            (& $case @{ Skip = 3; First = 2 } | ForEach-Object { "$($_.JobId) $($_.AttemptNumber)" }) | Should -Be 'paged2 1', 'paged3 2'
            (& $case @{ Skip = 2; First = 1 }).JobId | Should -Be paged2
            & $case @{ Skip = 9 } | Should -BeNullOrEmpty
            & $case @{ First = 0; IncludeTotalCount = $true } | Should -Be 6
            $total, $rest = & $case @{ Skip = 5; IncludeTotalCount = $true }
            $total, $rest.JobId, $rest.AttemptNumber | Should -Be 6, 'paged3', 1
        }
    }

    It 'are read by page although one of the jobs does not exist' {
        $found = Get-MarianneExecution paged1, none, paged2 -Skip 1 -First 2 -IncludeTotalCount -ErrorAction SilentlyContinue -ErrorVariable failure
        $found[0], $found[1].JobId, $found[2].JobId | Should -Be 4, paged1, paged2
        $failure.FullyQualifiedErrorId | Should -BeLike 'JobNotFound,*'
    }

    It 'are all read by default' {
        $null = New-MarianneJob -Id long -TotalSheets 1
        1..120 | ForEach-Object { Add-MarianneExecution long 1 -AttemptNumber $_ }
        (Get-MarianneExecution long).Count | Should -Be 120
    }

    It 'fails with <ErrorId>' -ForEach @(
        @{ ErrorId = 'JobNotFound'; Arguments = @('gone', 1) }
        @{ ErrorId = 'SheetOutOfRange'; Arguments = @('history', 9) }
    ) {
        Add-MarianneExecution @Arguments -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure[0].FullyQualifiedErrorId | Should -BeLike "$ErrorId,*"
    }

    It 'are counted by Measure-MarianneJob' {
        $figures = Measure-MarianneJob history
        $figures.TotalExecutions | Should -Be 4
        $figures.SuccessfulExecutions | Should -Be 1
        $figures.TotalSheets, $figures.CompletedSheets, $figures.TotalRetries | Should -Be 3, 0, 1
        Measure-MarianneJob gone -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'JobNotFound,*'
    }
}
