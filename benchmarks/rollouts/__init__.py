"""What lockstep roll-outs gain over one episode at a time."""
