FROM localhost/base/busybox:1
COPY . /a
RUN test -f /a/b.txt && ! test -e /a/a.txt
