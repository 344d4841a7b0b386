# Sessions that are workers: Invoke-MarianneJob -Worker.

BeforeAll {
    Import-Module "$PSScriptRoot/shared.psm1"
    Enter-TestSession $TestDrive
    $null = New-Item "$TestDrive/home" -ItemType Directory
    Connect-Marianne "$TestDrive/jobs.db"
    $work = (New-Item "$TestDrive/work" -ItemType Directory).FullName
    Push-Location $work
    $once = @{ retry = @{ max_retries = 0 } }

    # Gets the workers that work on queued jobs: the run of a job is a worker, too, but announces no ability.
    function Get-QueueWorker {
        Get-MarianneWorker | Where-Object CanRun
    }
}

AfterAll {
    Pop-Location
    Exit-TestSession
}

Describe 'Invoke-MarianneJob -Worker' {
    BeforeEach { Remove-Item $work/* -Recurse -Force }

    It 'runs commands and scripts of queued jobs, and writes the jobs as they end' {
        $first = Start-MarianneJob -Name first -Sheet 'echo 1 >> ran.txt', { Add-Content ran.txt "script of $($Job.Name)" }
        $second = Start-MarianneJob -Name second -Sheet { 'second' >> ran.txt }
        $jobs = Invoke-MarianneJob -Worker -UntilIdle
        $jobs | Should -BeOfType Marianne.Jobs.Job
        $jobs.Id | Should -Be $first.Id, $second.Id
        $jobs.Status | Should -Be Completed, Completed
        $jobs[0].Sheets.Status | Should -Be Completed, Completed
        Get-Content ran.txt | Should -Be 1, 'script of first', second
        Invoke-MarianneJob -Worker -UntilIdle | Should -BeNullOrEmpty
        Get-QueueWorker | Should -BeNullOrEmpty
    }

    It 'announces that it can run scripts' {
        $null = Start-MarianneJob -Name ability -Sheet { (Get-MarianneWorker | Where-Object Pid -EQ $PID).CanRun > ability.txt }
        $null = Invoke-MarianneJob -Worker -UntilIdle
        Get-Content ability.txt | Should -Contain script
        Get-Content ability.txt | Should -Contain command
    }

    It 'writes an event for each change with -PassThru' {
        $job = Start-MarianneJob -Name events -Sheet { 1 }
        $output = Invoke-MarianneJob -Worker -UntilIdle -PassThru
        $output[-1].Id | Should -Be $job.Id
        $output[0..($output.Count - 2)] | Should -BeOfType Marianne.Running.JobEvent
        $output[0..($output.Count - 2)].Kind | Should -Be SheetStarted, SheetCompleted, JobCompleted
    }

    It 'works only on jobs with a tag of -Queue' {
        $tagged = Start-MarianneJob -Name tagged -Sheet 'echo 1' -Tag gpu
        $other = Start-MarianneJob -Name other -Sheet 'echo 1'
        (Invoke-MarianneJob -Worker -UntilIdle -Queue GPU, none).Id | Should -Be $tagged.Id
        (Get-MarianneJob $other.Id).Status | Should -Be Pending
        Remove-MarianneJob $other.Id -Confirm:$false
    }

    It 'runs at most -ThrottleLimit sheets at the same time' {
        $parallel = @{ parallel = @{ enabled = $true; max_concurrent = 4; stagger_delay_ms = 0 } }
        $together = { # Each waits until both have begun.
            $null = New-Item "begun-$($Sheet.Number)"
            while ((Get-ChildItem begun-*).Count -lt 2) { Start-Sleep -Milliseconds 10 }
        }
        $null = Start-MarianneJob -Name together -Sheet $together, $together -Option $parallel
        (Invoke-MarianneJob -Worker -UntilIdle -ThrottleLimit 2).Status | Should -Be Completed
    }

    It 'writes a job that failed, and then the error JobFailed, and continues' {
        $failing = Start-MarianneJob -Name failing -Sheet 'exit 1' -Option $once
        $good = Start-MarianneJob -Name good -Sheet 'echo 1'
        $jobs = Invoke-MarianneJob -Worker -UntilIdle -ErrorAction SilentlyContinue -ErrorVariable errors
        $jobs.Id | Should -Be $failing.Id, $good.Id
        $jobs.Status | Should -Be Failed, Completed
        $errors.FullyQualifiedErrorId | Should -Be 'JobFailed,Marianne.Commands.InvokeMarianneJobCommand'
    }

    It 'fails a script that uses a variable of another session' -Skip:$IsWindows {
        $value = 1
        $job = Invoke-MarianneJob -Name using -Sheet { $using:value }, 'exit 1' -Option $once -ErrorAction SilentlyContinue
        $null = $job | Start-MarianneJob
        Set-MarianneSheet $job.Id -Number 1 -Status InProgress
        Set-MarianneSheet $job.Id -Number 1 -Status Failed -ErrorMessage again
        Suspend-MarianneJob $job.Id
        Resume-MarianneJob $job.Id
        $ended = Invoke-MarianneJob -Worker -UntilIdle -ErrorAction SilentlyContinue
        $ended.Status | Should -Be Failed
        $ended.Sheets[0].ErrorMessage | Should -BeLike '*uses $using:value.*'
        $value | Should -Be 1
    }

    It 'shows with -Verbose which sheet of which job runs' {
        $job = Start-MarianneJob -Name verbose -Sheet { 'spoken' }
        $messages = Invoke-MarianneJob -Worker -UntilIdle -Verbose 4>&1 | Where-Object { $_ -is [Management.Automation.VerboseRecord] }
        "$messages" | Should -BeLike "*$($job.Id): Sheet 1*spoken*"
    }

    It 'runs nothing with -WhatIf' {
        $job = Start-MarianneJob -Name whatif -Sheet { 1 }
        Invoke-MarianneJob -Worker -WhatIf | Should -BeNullOrEmpty
        (Get-MarianneJob $job.Id).Status | Should -Be Pending
        Remove-MarianneJob $job.Id -Confirm:$false
    }

    It 'ends within -Grace when the pipeline is stopped: <Grace>' -ForEach @(
        @{ Grace = '0'; Sheet = 'Pending' }
        @{ Grace = '10m'; Sheet = 'Completed' }
    ) {
        $job = Start-MarianneJob -Name stopped -Sheet {
            'running' > running
            while (-not (Test-Path released)) { Start-Sleep -Milliseconds 10 }
        }, { 'not reached' > after }
        $session = Start-Session "$TestDrive/jobs.db" "Invoke-MarianneJob -Worker -Grace $Grace"
        Wait-Until { Test-Path running } 'the sheet runs'
        $stopping = $session.Shell.BeginStop($null, $null)
        if ($Sheet -eq 'Completed') {
            $null = New-Item released
        }
        $session.Shell.EndStop($stopping)
        $session.Shell.Dispose()
        $left = Get-MarianneJob $job.Id
        $left.Status | Should -Be Running -Because 'any worker continues with it'
        $left.Sheets.Status | Should -Be $Sheet, Pending
        'after' | Should -Not -Exist
        Get-QueueWorker | Should -BeNullOrEmpty
        Stop-MarianneJob $job.Id -Confirm:$false
    }

    It 'stops when a later command needs no more jobs' {
        $null = Start-MarianneJob -Name select -Sheet { 1 }
        $next = Start-MarianneJob -Name next -Sheet { 1 }
        (Invoke-MarianneJob -Worker | Select-Object -First 1).Name | Should -Be select
        Get-QueueWorker | Should -BeNullOrEmpty
        (Get-MarianneJob $next.Id).Status | Should -BeIn Pending, Running, Completed
        Remove-MarianneJob $next.Id -Confirm:$false
    }

    It 'reports InvalidParameter: <Because>' -ForEach @(
        @{ Because = 'a folder of JSON files'; Parameters = @{ Store = 'folder/' } }
        @{ Because = 'a grace that is too long'; Parameters = @{ Grace = '15d' } }
    ) {
        { Invoke-MarianneJob -Worker -UntilIdle @Parameters -ErrorAction Stop } | Should -Throw -ErrorId 'InvalidParameter,*'
    }

    It 'takes no parameter of a run: <_>' -ForEach 'Tag x', 'Restart', 'Force', 'AsJob', 'Parameter @{}', 'WhenRunning Skip', 'Path x' {
        { & ([scriptblock]::Create("Invoke-MarianneJob -Worker -UntilIdle -$_")) } | Should -Throw -ErrorId 'AmbiguousParameterSet,*'
    }

    It 'completes tags after -Queue' {
        (Get-Completion 'Invoke-MarianneJob -Worker -Queue ').ListItemText | Should -Contain gpu
    }
}
