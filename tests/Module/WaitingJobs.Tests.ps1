# Jobs that another run runs: waiting for them, waiting for the end of their sheets, and refusing to remove them.

BeforeAll {
    Import-Module "$PSScriptRoot/shared.psm1"
    Enter-TestSession $TestDrive
    $null = New-Item "$TestDrive/home" -ItemType Directory
    Connect-Marianne "$TestDrive/jobs.db"
    $work = (New-Item "$TestDrive/work" -ItemType Directory).FullName
    Push-Location $work

    # Reports that it runs, and runs until it is released.
    $waits = {
        $PID > "$Workspace/running"
        while (-not (Test-Path "$Workspace/released")) { Start-Sleep -Milliseconds 10 }
    }

    # Runs a job in the background until it is released, and returns the PowerShell job.
    function Start-Waiting([string] $Name) {
        Remove-Item $work/* -Recurse -Force
        $run = Invoke-MarianneJob -Name $Name -Sheet $waits -AsJob
        Wait-Until { Test-Path running } 'the sheet runs'
        $run
    }

    function Complete-Waiting($Run) {
        $null = New-Item released -Force
        $null = $Run | Wait-Job -Timeout 30
        $Run.State
        $Run | Remove-Job
    }

    $once = @{ retry = @{ max_retries = 0 } }
    $done = Invoke-MarianneJob -Name done -Sheet { 'done' }
    $failed = Invoke-MarianneJob -Name failed -Sheet { throw 'no' } -Option $once -ErrorAction Ignore
    $null = New-MarianneJob paused 1 -Id paused
    Suspend-MarianneJob paused
    $null = New-MarianneJob pending 1 -Id 'pending[1]'
}

AfterAll {
    Pop-Location
    Exit-TestSession
}

Describe 'Wait-MarianneJob' {
    It 'returns jobs that have ended or are paused at once' {
        $ended = Wait-MarianneJob $done.Id, $failed.Id, paused
        $ended.Status | Should -Be Completed, Failed, Paused
        $ended[0].Sheets.Count | Should -Be 1
    }

    It 'takes jobs, sheets and ids from the pipeline, and patterns' {
        (@($done, $failed) | Wait-MarianneJob).Id | Should -Be $done.Id, $failed.Id
        ($failed | Get-MarianneSheet | Wait-MarianneJob).Id | Should -Be $failed.Id
        ('PAUSED', 'paused' | Wait-MarianneJob -ErrorAction Ignore).Id | Should -Be paused
        (Wait-MarianneJob d*, f*).Name | Sort-Object | Should -Be done, failed
        Wait-MarianneJob 'nothing*' | Should -BeNullOrEmpty
    }

    It 'returns a job once, even if it is specified twice' {
        @(Wait-MarianneJob $done.Id, 'done*', $done.Id).Count | Should -Be 1
    }

    It 'reports a job that does not exist, and waits for the others' {
        $ended = Wait-MarianneJob nosuch, paused -ErrorAction SilentlyContinue -ErrorVariable failures
        $failures.FullyQualifiedErrorId | Should -BeLike 'JobNotFound,*'
        $ended.Id | Should -Be paused
    }

    It 'ends after -Timeout <Timeout> without an error and without the job' -ForEach @(
        @{ Timeout = 0 }
        @{ Timeout = '0.2' }
        @{ Timeout = '200ms' }
        @{ Timeout = [timespan]::FromMilliseconds(200) }
    ) {
        (Wait-MarianneJob 'pending[1]', paused -Timeout $Timeout -ErrorAction Stop).Id | Should -Be paused
    }

    It 'ends with the first job that has ended with -Any' {
        (Wait-MarianneJob 'pending[1]', paused -Any).Id | Should -Be paused
    }

    It 'waits for a job that runs' {
        $run = Start-Waiting longer
        $id = (Get-MarianneJob -Name longer).Id
        Wait-MarianneJob $id -Timeout 0 | Should -BeNullOrEmpty
        $null = New-Item released
        $ended = Wait-MarianneJob $id
        $ended.Status | Should -Be Completed
        Complete-Waiting $run | Should -Be Completed
    }

    It 'reports a job that is removed while it waits' {
        $run = Start-Waiting removed
        $id = (Get-MarianneJob -Name removed).Id
        $session = [powershell]::Create()
        $null = $session.AddScript("
            Import-Module '$root/Marianne.psd1'
            Connect-Marianne '$TestDrive/jobs.db'
            Wait-MarianneJob '$id' -ErrorVariable failures -ErrorAction SilentlyContinue
            `$failures.FullyQualifiedErrorId")
        $waiting = $session.BeginInvoke()
        Remove-MarianneJob $id -Force -Confirm:$false
        "$($session.EndInvoke($waiting))" | Should -BeLike 'JobNotFound,*'
        $session.Dispose()
        $null = $run | Wait-Job -Timeout 30
        $run.State | Should -Be Failed
        $run | Remove-Job
    }
}

Describe '<_>-MarianneJob -Wait' -ForEach 'Suspend', 'Stop' {
    It 'returns when the run has ended its sheets' {
        $run = Start-Waiting "end-$_"
        $id = (Get-MarianneJob -Name "end-$_").Id
        $job = & "$_-MarianneJob" $id -Wait -PassThru -Confirm:$false
        $job.Status | Should -Be @{ Suspend = 'Paused'; Stop = 'Cancelled' }[$_]
        $job.Sheets.Status | Should -Not -Contain InProgress
        Complete-Waiting $run | Should -Be Stopped
    }

    It 'returns at once if no run runs the job, and is silent without -PassThru' {
        $null = New-MarianneJob idle 1 -Id "idle-$_"
        & "$_-MarianneJob" "idle-$_" -Wait | Should -BeNullOrEmpty
        (Get-MarianneJob "idle-$_").Status | Should -BeIn Paused, Cancelled
    }

    It 'changes nothing with -WhatIf' {
        $null = New-MarianneJob idle 1 -Id "whatif-$_"
        & "$_-MarianneJob" "whatif-$_" -Wait -WhatIf
        (Get-MarianneJob "whatif-$_").Status | Should -Be Pending
    }
}

Describe 'Remove-MarianneJob of a job that is running' {
    It 'is refused without -Force, and leaves the job alone' {
        $run = Start-Waiting kept
        $id = (Get-MarianneJob -Name kept).Id
        Remove-MarianneJob $id -Confirm:$false -ErrorAction SilentlyContinue -ErrorVariable failures
        $failures.FullyQualifiedErrorId | Should -BeLike 'JobIsPlayed,*'
        "$failures" | Should -BeLike '*because this process runs it. Pause it first with Suspend-MarianneJob, or use -Force.'
        Complete-Waiting $run | Should -Be Completed
        (Get-MarianneJob $id).Status | Should -Be Completed
        Remove-MarianneJob $id -Confirm:$false
    }

    It 'says in the confirmation that the job is running' {
        $run = Start-Waiting asked
        $id = (Get-MarianneJob -Name asked).Id
        $said = pwsh -NoProfile -NonInteractive -Command "
            Import-Module '$root/Marianne.psd1'
            Connect-Marianne '$TestDrive/jobs.db'
            Remove-MarianneJob '$id' -Force -WhatIf"
        "$said" | Should -BeLike "*while the process $PID on * runs it*"
        Complete-Waiting $run | Should -Be Completed
    }

    It 'works if its process is dead' {
        pwsh -NoProfile -NonInteractive -Command "
            Import-Module '$root/Marianne.psd1'
            Connect-Marianne '$TestDrive/jobs.db'
            `$null = New-MarianneJob zombie 1 -Id zombie
            Set-MarianneSheet zombie 1 InProgress"
        (Get-MarianneJob zombie).IsZombie | Should -BeTrue
        Remove-MarianneJob zombie -Confirm:$false
        Get-MarianneJob zombie -ErrorAction Ignore | Should -BeNullOrEmpty
    }
}

Describe 'Invoke-MarianneJob -WhenRunning' {
    It 'is Error by default' {
        (Get-Command Invoke-MarianneJob).Parameters.WhenRunning.ParameterType | Should -Be ([Marianne.Running.WhenRunning])
        [Marianne.Running.WhenRunning]::new() | Should -Be Error
    }

    It 'returns the job as it is with Skip, and warns' {
        $run = Start-Waiting skipped
        $job = Get-MarianneJob -Name skipped | Invoke-MarianneJob -WhenRunning Skip -WarningVariable warnings -WarningAction Ignore
        $job.Status | Should -Be Running
        "$warnings" | Should -BeLike "*is being run by the process $PID on *0 of 1 sheet is done. This run does nothing.*"
        $events = Get-MarianneJob -Name skipped | Invoke-MarianneJob -WhenRunning Skip -PassThru -WarningAction Ignore
        $events[0].Kind | Should -Be JobSkipped
        $background = Get-MarianneJob -Name skipped | Invoke-MarianneJob -WhenRunning Skip -AsJob
        ($background | Wait-Job -Timeout 30).State | Should -Be Completed
        $background | Remove-Job
        Complete-Waiting $run | Should -Be Completed
    }

    It 'waits until the other run has ended with Wait' {
        $run = Start-Waiting waited
        $second = Get-MarianneJob -Name waited | Invoke-MarianneJob -WhenRunning Wait -PassThru -AsJob
        Wait-Until { $second.Output | Where-Object Kind -EQ JobWaiting } 'it waits'
        $second.State | Should -Be Running
        Complete-Waiting $run | Should -Be Completed
        ($second | Wait-Job -Timeout 30).State | Should -Be Completed
        "$($second.Warning)" | Should -BeLike '*was completed by another run.*'
        $second | Remove-Job
        @(Get-MarianneJob -Name waited).Count | Should -Be 1
    }

    It 'can be stopped while it waits' {
        $run = Start-Waiting stopped
        $second = Get-MarianneJob -Name stopped | Invoke-MarianneJob -WhenRunning Wait -PassThru -AsJob
        Wait-Until { $second.Output | Where-Object Kind -EQ JobWaiting } 'it waits'
        $second | Stop-Job
        $second.State | Should -Be Stopped
        $second | Remove-Job
        Complete-Waiting $run | Should -Be Completed
    }
}
