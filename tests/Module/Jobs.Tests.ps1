# Creating, finding, changing, saving and removing jobs.

BeforeAll {
    Import-Module "$PSScriptRoot/shared.psm1"
    Enter-TestSession $TestDrive
    Connect-Marianne "$TestDrive/jobs.db"
}

AfterAll {
    Exit-TestSession
}

Describe 'New-MarianneJob' {
    It 'saves the job and returns it' {
        $job = New-MarianneJob -Id new -Name 'A new one' -TotalSheets 3 -Description 'What for'
        $job | Should -BeOfType Marianne.Jobs.Job
        $stored = Get-MarianneJob new
        $stored.Name | Should -Be 'A new one'
        $stored.Description | Should -Be 'What for'
        $stored.Status | Should -Be Pending
        $stored.Sheets.Count | Should -Be 3
    }

    It 'creates an id from the name and the time' {
        (New-MarianneJob nightly 1).Id | Should -Match '^nightly-\d{8}-\d{6}-[0-9a-f]{4}$'
    }

    It 'uses the id as the default name' {
        (New-MarianneJob -Id nameless -TotalSheets 1).Name | Should -Be nameless
    }

    It 'accepts the rows of a CSV file, and an invalid cell fails only its own row' {
        $csv = 'Id,Name,TotalSheets', 'row1,One,1', 'row2,Two,many', 'row3,Three,3' | ConvertFrom-Csv
        $jobs = $csv | New-MarianneJob -ErrorAction SilentlyContinue -ErrorVariable failure
        $jobs.Id | Should -Be row1, row3
        "$failure" | Should -BeLike "*'many' is not a valid whole number*"
    }

    It 'requires a name or an id' {
        New-MarianneJob -TotalSheets 1 -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'InvalidParameter,*'
    }

    It 'rejects <Because>' -ForEach @(
        @{ Id = 'new'; TotalSheets = 3; ErrorId = 'JobExists'; Category = 'ResourceExists'; Because = 'an id that already exists' }
        @{ Id = "a`nb"; TotalSheets = 3; ErrorId = 'InvalidJobId'; Category = 'InvalidArgument'; Because = 'a control character' }
        @{ Id = 'none'; TotalSheets = 0; ErrorId = 'InvalidJob'; Category = 'InvalidData'; Because = 'a job without sheets' }
    ) {
        New-MarianneJob -Id $Id -TotalSheets $TotalSheets -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure[0].FullyQualifiedErrorId | Should -BeLike "$ErrorId,*"
        $failure[0].CategoryInfo.Category | Should -Be $Category
    }

    It 'saves nothing with -WhatIf' {
        New-MarianneJob -Id never -TotalSheets 1 -WhatIf | Should -BeNullOrEmpty
        Get-MarianneJob never* | Should -BeNullOrEmpty
    }
}

Describe 'Get-MarianneJob' {
    BeforeAll {
        $store = Connect-Marianne -InMemory -NoDefault
        $PSDefaultParameterValues['*-Marianne*:Store'] = $store
        foreach ($id in 'build1', 'build2', 'build[1]', 'deploy') {
            $null = New-MarianneJob -Id $id -Name "The $id" -TotalSheets 2
        }

        Suspend-MarianneJob build2
    }

    AfterAll {
        $PSDefaultParameterValues.Remove('*-Marianne*:Store')
    }

    It 'gets all jobs, the most recently updated first' {
        (Get-MarianneJob).Id | Should -Be build2, deploy, 'build[1]', build1
    }

    It 'supports wildcards' {
        (Get-MarianneJob build?, dep*).Id | Should -Be build2, deploy, build1
        Get-MarianneJob nothing* | Should -BeNullOrEmpty
    }

    It 'prefers an exact id to a wildcard pattern' {
        (Get-MarianneJob 'build[1]').Id | Should -Be 'build[1]'
        (Get-MarianneJob 'build[12]').Id | Should -Be build2, build1
        (Get-MarianneJob 'build`[1`]').Id | Should -Be 'build[1]'
    }

    It 'filters by <Parameter>' -ForEach @(
        @{ Parameter = 'Name'; Value = 'the b*2'; Expected = 'build2' }
        @{ Parameter = 'Status'; Value = 'Paused', 'Running'; Expected = 'build2' }
        @{ Parameter = 'After'; Value = [datetime]::Today.AddDays(-1); Expected = 'build2', 'deploy', 'build[1]', 'build1' }
        @{ Parameter = 'Before'; Value = [datetime]::Today.AddDays(-1); Expected = $null }
        @{ Parameter = 'After'; Value = [datetime]::MinValue; Expected = 'build2', 'deploy', 'build[1]', 'build1' }
    ) {
        $filter = @{ $Parameter = $Value }
        (Get-MarianneJob @filter).Id | Should -Be $Expected
    }

    It 'supports paging' {
        (Get-MarianneJob -First 2).Id | Should -Be build2, deploy
        (Get-MarianneJob -Skip 1 -First 1).Id | Should -Be deploy
        (Get-MarianneJob build2, build1 -Skip 1).Id | Should -Be build1
        Get-MarianneJob -First 0 | Should -BeNullOrEmpty
        (Get-MarianneJob -First ([uint64]::MaxValue)).Count | Should -Be 4
    }

    It 'returns the total count regardless of the page' {
        $total, $first = Get-MarianneJob build* -First 1 -IncludeTotalCount
        $total | Should -Be 3
        $first.Id | Should -Be build2
    }

    It 'pages all jobs of the pipeline together' {
        ('build1', 'build2', 'deploy' | Get-MarianneJob -First 2).Id | Should -Be build1, build2
        ('build1', 'build2', 'deploy' | Get-MarianneJob -Skip 2).Id | Should -Be deploy
        $total, $rest = 'build*', 'deploy' | Get-MarianneJob -Skip 2 -First 5 -IncludeTotalCount
        $total, $rest[0].Id, $rest[1].Id | Should -Be 4, 'build1', 'deploy'
    }

    It 'reports an id that does not exist, and continues' {
        $jobs = 'gone', 'build1' | Get-MarianneJob -ErrorAction SilentlyContinue -ErrorVariable failure
        $jobs.Id | Should -Be build1
        $failure[0].FullyQualifiedErrorId | Should -Be 'JobNotFound,Marianne.Commands.GetMarianneJobCommand'
        $failure[0].CategoryInfo.Category | Should -Be ObjectNotFound
        $failure[0].TargetObject | Should -Be gone
    }

    It 'accepts <Kind> from the pipeline' -ForEach @(
        @{ Kind = 'a job'; Get = { Get-MarianneJob build1 } }
        @{ Kind = 'a sheet'; Get = { Get-MarianneSheet build1 2 } }
        @{ Kind = 'an execution'; Get = { Add-MarianneExecution build1 2 -PassThru } }
        @{ Kind = 'statistics'; Get = { Measure-MarianneJob build1 } }
        @{ Kind = 'a row with an Id'; Get = { [pscustomobject]@{ Id = 'build1' } } }
        @{ Kind = 'a row with a JobId'; Get = { [pscustomobject]@{ JobId = 'build1'; Id = 7 } } }
        @{ Kind = 'a text'; Get = { 'build1' } }
    ) {
        (& $Get | Get-MarianneJob).Id | Should -Be build1
    }

    It 'rejects an object that is not a job' {
        Get-Item $TestDrive | Get-MarianneJob -ErrorAction SilentlyContinue -ErrorVariable failure
        "$failure" | Should -BeLike '*is not a job*'
    }
}

Describe 'Save-MarianneCheckpoint' {
    It 'saves changes repeatedly' {
        $job = New-MarianneJob -Id save -TotalSheets 2
        $job.Name = 'changed'
        $job | Save-MarianneCheckpoint | Should -BeNullOrEmpty
        $job.Name = 'changed again'
        ($job | Save-MarianneCheckpoint -PassThru).Name | Should -Be 'changed again'
        (Get-MarianneJob save).Name | Should -Be 'changed again'
    }

    It 'warns that the open sheets of a Completed job are not run' {
        $job = New-MarianneJob -Id completed -TotalSheets 3
        Set-MarianneSheet completed 2 Skipped
        $job = Get-MarianneJob completed
        $job.Status = 'Completed'
        $job | Save-MarianneCheckpoint -WarningVariable warnings -WarningAction SilentlyContinue

        $warnings | Should -BeLike "The job 'completed' is Completed, but 2 of its 3 sheets are not Completed or Skipped.*to Paused*"
        (Get-MarianneJob completed).Status | Should -Be Completed
        Get-MarianneSheet completed -Next | Should -BeNullOrEmpty

        $job.Status = 'Paused'
        $job | Save-MarianneCheckpoint -WarningVariable warnings
        $warnings | Should -BeNullOrEmpty
        (Get-MarianneSheet completed -Next).Number | Should -Be 1
    }

    It 'overwrites a concurrent change only with -Force' {
        $mine = Get-MarianneJob save
        $theirs = Get-MarianneJob save
        $theirs.Name = 'theirs'
        $theirs | Save-MarianneCheckpoint
        $mine.Name = 'mine'

        $mine | Save-MarianneCheckpoint -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'SaveConflict,*'
        $failure[0].TargetObject | Should -Be save
        (Get-MarianneJob save).Name | Should -Be theirs

        $mine | Save-MarianneCheckpoint -Force
        (Get-MarianneJob save).Name | Should -Be mine
    }

    It 'saves the valid jobs if one is invalid' {
        $jobs = 1..3 | ForEach-Object { New-MarianneJob -Id "save$_" -TotalSheets 1 }
        $jobs | ForEach-Object { $_.Description = 'saved' }
        $jobs[1].Name = ''
        $jobs | Save-MarianneCheckpoint -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure.FullyQualifiedErrorId | Should -BeLike 'InvalidJob,*'
        (Get-MarianneJob save? | Where-Object Description).Id | Sort-Object | Should -Be save1, save3
    }

    It 'saves while the same pipeline reads' {
        Get-MarianneJob save* | ForEach-Object { $_.Description = 'piped'; $_ } | Save-MarianneCheckpoint
        (Get-MarianneJob save*).Description | Select-Object -Unique | Should -Be piped
    }

    It 'rejects an object that is not a job' {
        Save-MarianneCheckpoint (Get-Item $TestDrive) -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'InvalidParameter,*'
    }
}

Describe 'Suspend-, Resume- and Stop-MarianneJob' {
    BeforeAll {
        $null = New-MarianneJob -Id status -TotalSheets 2
    }

    It 'pause, resume and cancel a job' {
        (Suspend-MarianneJob status -PassThru).Status | Should -Be Paused
        (Resume-MarianneJob status -PassThru).Status | Should -Be Pending
        $stopped = Get-MarianneJob status | Stop-MarianneJob -PassThru
        $stopped.Status | Should -Be Cancelled
        $stopped.Sheets.Count | Should -Be 2
    }

    It 'asks only before it stops a job that is running' {
        foreach ($id in 'running', 'running2', 'running3', 'idle') {
            $null = New-MarianneJob -Id $id -TotalSheets 1
        }
        'running', 'running2', 'running3' | ForEach-Object { Set-MarianneSheet $_ 1 InProgress }
        $shell = [powershell]::Create()
        try {
            # There is nobody to ask in this runspace, so a question is an error.
            $null = $shell.AddScript({
                    param($module, $store)
                    Import-Module $module
                    Stop-MarianneJob idle -Store $store
                    Stop-MarianneJob running2 -Store $store -Force
                    Stop-MarianneJob running3 -Store $store -Confirm:$false
                    Stop-MarianneJob running -Store $store
                }).AddArgument("$root/Marianne.psd1").AddArgument((Get-MarianneStore))
            $null = $shell.Invoke()
            $shell.Streams.Error | Should -HaveCount 1
            "$($shell.Streams.Error)" | Should -BeLike '*cancelled job cannot be resumed*'
        } finally {
            $shell.Dispose()
        }
        (Get-MarianneJob running, running2, running3, idle).Status | Should -Be Running, Cancelled, Cancelled, Cancelled
        $ConfirmPreference = 'None'
        (Stop-MarianneJob running -PassThru).Status | Should -Be Cancelled
    }

    It 'names -Restart if a cancelled job has a score' {
        $null = @{ name = 'scored'; sheets = , @{ command = 'exit 0' } } | New-MarianneJob -Id scored | Stop-MarianneJob -PassThru
        foreach ($cmdlet in 'Resume-MarianneJob', 'Suspend-MarianneJob', 'Invoke-MarianneJob') {
            & $cmdlet -Id scored -ErrorAction SilentlyContinue -ErrorVariable failure
            "$failure" | Should -BeLike '*-Restart*'
        }
        (Invoke-MarianneJob -Id scored -Restart).Status | Should -Be Completed
    }

    It 'reject a change that the status does not allow' {
        Resume-MarianneJob status -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'InvalidTransition,*'
        $failure[0].CategoryInfo.Category | Should -Be InvalidOperation
        $failure[0].TargetObject.Id | Should -Be status
    }

    It 'produce no output without -PassThru' {
        $null = New-MarianneJob -Id silent -TotalSheets 1
        Suspend-MarianneJob silent | Should -BeNullOrEmpty
        Resume-MarianneJob silent | Should -BeNullOrEmpty
        Stop-MarianneJob silent | Should -BeNullOrEmpty
    }
}

Describe 'Remove-MarianneJob' {
    BeforeAll {
        'rm[1]', 'rm1', 'rm2' | ForEach-Object { $null = New-MarianneJob -Id $_ -TotalSheets 1 }
    }

    It 'says that a sheet which this session started is why a job is not removed' {
        $null = New-MarianneJob -Id rmown -TotalSheets 2
        Set-MarianneSheet rmown 1 InProgress
        Remove-MarianneJob rmown -Confirm:$false -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure | Should -BeLike "*'rmown' cannot be removed, because this process runs it. Pause it first with Suspend-MarianneJob*"
        Suspend-MarianneJob rmown
        Remove-MarianneJob rmown -Confirm:$false -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure | Should -BeLike '*a sheet that this process started has not ended. End it with Set-MarianneSheet, or use -Force.'
        Set-MarianneSheet rmown 1 Completed
        Remove-MarianneJob rmown -Confirm:$false
        Get-MarianneJob rmow[n] | Should -BeNullOrEmpty
    }

    It 'treats an id literally' {
        Remove-MarianneJob 'rm[1]' -Confirm:$false
        (Get-MarianneJob rm*).Id | Should -Be rm2, rm1
        Remove-MarianneJob rm* -Confirm:$false -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'JobNotFound,*'
        @(Get-MarianneJob rm*).Count | Should -Be 2
    }

    It 'prompts for confirmation' {
        $attribute = (Get-Command Remove-MarianneJob).ImplementingType.GetCustomAttributes([Management.Automation.CmdletAttribute], $false)
        $attribute.ConfirmImpact | Should -Be High
    }

    It 'removes the existing jobs if another does not exist' {
        'rm1', 'gone', 'rm2' | Remove-MarianneJob -Confirm:$false -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure.TargetObject | Should -Be gone
        Get-MarianneJob rm* | Should -BeNullOrEmpty
    }
}

Describe '-WhatIf' {
    BeforeAll {
        $store = Connect-Marianne "$TestDrive/whatif.db" -NoDefault
        $null = New-MarianneJob -Id whatif -TotalSheets 2 -Store $store
        Disconnect-Marianne $store
        $before = (Get-FileHash "$TestDrive/whatif.db").Hash
        $store = Connect-Marianne "$TestDrive/whatif.db" -NoDefault
        $PSDefaultParameterValues['*-Marianne*:Store'] = $store
        $job = Get-MarianneJob whatif
    }

    AfterAll {
        $PSDefaultParameterValues.Remove('*-Marianne*:Store')
    }

    It 'changes nothing: <_>' -ForEach @(
        { $job.Name = 'other'; $job | Save-MarianneCheckpoint -WhatIf }
        { Remove-MarianneJob whatif -WhatIf }
        { Set-MarianneSheet whatif 1 InProgress -WhatIf }
        { Suspend-MarianneJob whatif -WhatIf }
        { Resume-MarianneJob whatif -WhatIf }
        { Stop-MarianneJob whatif -WhatIf }
        { Repair-MarianneJob whatif -WhatIf }
        { Add-MarianneExecution whatif 1 -WhatIf }
    ) {
        & $_ | Should -BeNullOrEmpty
        $now = Get-MarianneJob whatif
        $now.Name | Should -Be whatif
        $now.Status | Should -Be Pending
        Get-MarianneExecution whatif | Should -BeNullOrEmpty
    }

    It 'does not change a byte of the file' {
        Disconnect-Marianne -Store $store
        (Get-FileHash "$TestDrive/whatif.db").Hash | Should -Be $before
    }
}
