# The workers of a store: processes that run its queue, runs of a job and sessions.

BeforeAll {
    Import-Module "$PSScriptRoot/shared.psm1"
    Enter-TestSession $TestDrive
    $null = New-Item "$TestDrive/home" -ItemType Directory

    # Starts a worker that runs the queue of a store until it is killed.
    function Start-Worker([string] $Path) {
        $start = [Diagnostics.ProcessStartInfo]::new('dotnet', [string[]] @((Find-Worker), 'work', '--store', $Path))
        $start.RedirectStandardOutput = $start.RedirectStandardError = $true
        [Diagnostics.Process]::Start($start)
    }
}

AfterAll {
    Exit-TestSession
}

Describe 'Get-MarianneWorker' {
    BeforeAll {
        $store = Connect-Marianne "$TestDrive/jobs.db" -PassThru
        $command = $IsWindows ? 'ping -n 600 127.0.0.1 > nul' : 'exec tail -f /dev/null'
        $queued = Start-MarianneJob -Name queue -Sheet 'echo 1', $command -Workspace "$TestDrive/out"
        $process = Start-Worker "$TestDrive/jobs.db"
        Wait-Until { (Get-MarianneSheet $queued.Id -Number 2).Status -eq 'InProgress' } 'the worker runs sheet 2' $process
        $null = New-MarianneJob -Id session -TotalSheets 1
        $null = Start-MarianneSheet session
        $all = @(Get-MarianneWorker)
        $worker = $all | Where-Object Pid -EQ $process.Id
        $own = $all | Where-Object Pid -EQ $PID
    }

    AfterAll {
        if (-not $process.HasExited) {
            $process.Kill($true)
        }
        $process.WaitForExit()
    }

    It 'gets who, where, what, since when and when it was last seen' {
        $all | Should -BeOfType Marianne.Jobs.Worker
        $all | Should -HaveCount 2
        $worker.Host | Should -Be ([Environment]::MachineName)
        $worker.Id | Should -BeLike "$($worker.Host)-$($process.Id)-*"
        $worker.CanRun | Should -Contain command
        $worker.Running | Should -Be "$($queued.Id) 2"
        $worker.IsGone | Should -BeFalse
        $worker.Since | Should -BeOfType datetime
        $worker.LastSeen | Should -BeOfType datetime
        $worker.LastSeen.Kind | Should -Be Local
        $worker.LastSeen | Should -BeGreaterOrEqual $worker.Since
    }

    It 'gets the session that marks sheets, with its job' {
        $own.Running | Should -Be session
        $own.CanRun | Should -BeNullOrEmpty
        $own.IsGone | Should -BeFalse
    }

    It 'selects by id and by pattern, each worker once' {
        (Get-MarianneWorker $own.Id).Pid | Should -Be $PID
        (Get-MarianneWorker "*-$($process.Id)-*".ToUpperInvariant()).Id | Should -Be $worker.Id
        Get-MarianneWorker $own.Id, * -Store $store | Should -HaveCount 2
        Get-MarianneWorker none* | Should -BeNullOrEmpty
    }

    It 'reports an id that does not exist, and gets the others' {
        $found = Get-MarianneWorker none, $own.Id -ErrorAction SilentlyContinue -ErrorVariable failure
        $found.Id | Should -Be $own.Id
        $failure.FullyQualifiedErrorId | Should -Be 'WorkerNotFound,Marianne.Commands.GetMarianneWorkerCommand'
        $failure.CategoryInfo.Category | Should -Be ObjectNotFound
    }

    It 'completes the ids' {
        (Get-Completion 'Get-MarianneWorker ').ListItemText | Sort-Object | Should -Be ($all.Id | Sort-Object)
    }

    It 'is a table of <_> columns that shows what each worker runs' -ForEach 80, 120 {
        $lines = $all | Get-Line $_
        $lines[0] | Should -Match '^Host +Pid State +Running +Since +LastSeen$'
        $lines | ForEach-Object Length | Should -Not -BeGreaterThan $_
        $lines -match "\b$PID Working session +\d{4}-" | Should -HaveCount 1
        $lines -match "\b$($process.Id) Working queue" | Should -HaveCount 1
    }

    It 'is a list with all properties, also of objects from another session' {
        foreach ($text in ($worker | Format-List | Get-Text), ($worker | ConvertTo-Deserialized | Format-List | Get-Text)) {
            $text | Should -Match "(?m)^Id +: $([regex]::Escape($worker.Id))\r?$"
            $text | Should -Match "(?m)^Running +: $([regex]::Escape($queued.Id)) 2\r?$"
            $text | Should -Match '(?m)^CanRun +: .*command'
            $text | Should -Match '(?m)^IsGone +: False\r?$'
        }
    }

    It 'is not needed for a sheet that no live worker can run, which is visible' {
        $null = Start-MarianneJob -Name scripts -Sheet { 1 }, 'echo 2'
        $stuck = Get-MarianneJob -Name scripts
        $stuck.MissingAbilities | Should -Be script
        $stuck | Get-Text | Should -Match 'Pending \(no worker\)'
        $stuck | ConvertTo-Deserialized | Get-Text | Should -Match 'Pending \(no worker\)'
        $stuck | Format-List | Get-Text | Should -Match '(?m)^MissingAbilities +: script\r?$'
        $sheets = Get-MarianneSheet $stuck.Id
        $sheets.MissingAbility | Should -Be script, $null
        $sheets | Format-Table | Get-Text | Should -Match 'No live worker can run it: none supports script\.'
        Export-MarianneReport "$TestDrive/stuck.md" -Id $stuck.Id
        Get-Content "$TestDrive/stuck.md" -Raw | Should -BeLike '*No live worker can run the next sheets: none supports script.*'
        (Get-MarianneJob $queued.Id).MissingAbilities | Should -BeNullOrEmpty
        Remove-MarianneJob $stuck.Id -Confirm:$false
    }

    It 'shows a worker that was killed as gone, which runs nothing' {
        $process.Kill($true)
        $process.WaitForExit()
        $gone = Get-MarianneWorker $worker.Id
        $gone.IsGone | Should -BeTrue
        $gone.Running | Should -BeNullOrEmpty
        $gone | Get-Text | Should -Match "\b$($process.Id) Gone "
    }
}

Describe 'Get-MarianneWorker after a run' {
    BeforeAll {
        $after = Connect-Marianne "$TestDrive/after.db" -PassThru
    }

    AfterAll {
        Disconnect-Marianne $after
    }

    It 'shows a run while it runs, and no run that has <_>' -ForEach 'completed', 'failed' {
        $sheet = $_ -eq 'failed' ? { throw 'why' } : { (Get-MarianneWorker -Store $using:after).Pid > seen.txt }
        $null = Invoke-MarianneJob -Name $_ -Sheet $sheet -Workspace "$TestDrive/$_" -Store $after -ErrorAction SilentlyContinue
        (Get-MarianneJob -Name $_ -Store $after).Status | Should -Be $_
        Get-MarianneWorker -Store $after | Should -BeNullOrEmpty
        if ($_ -eq 'completed') {
            Get-Content "$TestDrive/completed/seen.txt" | Should -Be $PID
        }
    }

    It 'shows no session whose sheets have ended' {
        $null = New-MarianneJob -Id marked -TotalSheets 1 -Store $after
        $null = Start-MarianneSheet marked -Store $after
        (Get-MarianneWorker -Store $after).Pid | Should -Be $PID
        Set-MarianneSheet marked 1 Completed -Store $after
        Get-MarianneWorker -Store $after | Should -BeNullOrEmpty
    }
}

Describe 'Get-MarianneWorker in a store without workers' {
    It 'gets no object: <_>' -ForEach 'empty.db', 'folder/' {
        $other = Connect-Marianne "$TestDrive/$_" -NoDefault
        $null = New-MarianneJob -Id job -TotalSheets 1 -Store $other
        Get-MarianneWorker -Store $other | Should -BeNullOrEmpty
        Disconnect-Marianne $other
    }

    It 'reports a store that does not exist' {
        { Get-MarianneWorker -Store "$TestDrive/none.db" -ErrorAction Stop } | Should -Throw -ErrorId 'StoreNotFound,*'
    }
}
