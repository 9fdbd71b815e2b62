/*
 * The lightest HTTP/1.1 service that a client can be measured against: one epoll loop, connections kept open, bodies by Content-Length.
 * Every answer is about 1 KB of JSON; with a second argument, ten digits in it change with each answer.
 *   cc -O2 -o target target.c && ./target PORT [vary]     prints the port it listens on; 0 takes a free one
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#define MOST_CONNECTIONS 4096
#define ROOM 65536

/* What came in and is no whole request yet. */
struct connection {
  size_t length;
  char bytes[ROOM + 1];
};

static struct connection *connections[MOST_CONNECTIONS];
static char answer[4096];
static size_t answer_length;
static char *digits;
static unsigned long answered;

static void make_answer(int vary) {
  char body[2048];
  int length = sprintf(body, "{\"request\":\"0000000000\",\"items\":[");
  for (int at = 0; at < 8; at++)
    length += sprintf(body + length,
      "%s{\"id\":%d,\"name\":\"article %d\",\"price\":%d.5,\"tags\":[\"new\",\"blue\",\"small\"],\"stock\":{\"north\":%d,\"south\":%d}}",
      at ? "," : "", 1000 + at, at, 10 * at, 7 * at, 3 * at);
  length += sprintf(body + length, "],\"total\":8,\"next\":null,\"note\":\"%s\"}",
    "What is here is enough words to come to about a thousand bytes, which is what an answer usually has.");
  answer_length = sprintf(answer,
    "HTTP/1.1 200 OK\r\nServer: target\r\nDate: Sun, 22 Nov 2026 00:00:00 GMT\r\n"
    "Content-Type: application/json; charset=utf-8\r\nCache-Control: no-store\r\nContent-Length: %d\r\n\r\n%s",
    length, body);
  digits = vary ? strstr(answer, "0000000000") : NULL;
}

static void end(int fd) {
  free(connections[fd]);
  connections[fd] = NULL;
  close(fd);
}

static size_t body_length(const char *head, const char *head_end) {
  for (const char *line = head; line < head_end;) {
    if (!strncasecmp(line, "content-length:", 15)) return strtoul(line + 15, NULL, 10);
    const char *next = memchr(line, '\n', head_end - line);
    if (!next) break;
    line = next + 1;
  }
  return 0;
}

/* Answers are small and the client reads them at once, so what a socket does not take is no case to care for. */
static int answer_one(int fd) {
  if (digits) {
    char shown[11];
    sprintf(shown, "%010lu", (answered * 7919 + getpid()) % 10000000000ul);
    memcpy(digits, shown, 10);
  }
  answered++;
  return write(fd, answer, answer_length) == (ssize_t)answer_length;
}

static void serve(int fd) {
  struct connection *connection = connections[fd];
  ssize_t got = read(fd, connection->bytes + connection->length, ROOM - connection->length);
  if (got <= 0) return end(fd);
  connection->length += got;
  connection->bytes[connection->length] = 0;
  size_t done = 0;
  for (char *head_end; (head_end = memmem(connection->bytes + done, connection->length - done, "\r\n\r\n", 4));) {
    size_t whole = head_end + 4 - connection->bytes + body_length(connection->bytes + done, head_end);
    if (whole > connection->length) break;
    if (!answer_one(fd)) return end(fd);
    done = whole;
  }
  memmove(connection->bytes, connection->bytes + done, connection->length - done);
  connection->length -= done;
  if (connection->length == ROOM) end(fd);
}

static void accept_all(int listener, int poll) {
  int one = 1;
  for (int fd; (fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK)) >= 0;) {
    if (fd >= MOST_CONNECTIONS) {
      close(fd);
      continue;
    }
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    connections[fd] = calloc(1, sizeof **connections);
    struct epoll_event event = { .events = EPOLLIN, .data.fd = fd };
    epoll_ctl(poll, EPOLL_CTL_ADD, fd, &event);
  }
}

int main(int count, char **arguments) {
  signal(SIGPIPE, SIG_IGN);
  make_answer(count > 2);
  int one = 1, listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0), poll = epoll_create1(0);
  setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
  struct sockaddr_in address = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
  address.sin_port = htons(count > 1 ? atoi(arguments[1]) : 0);
  socklen_t size = sizeof address;
  if (bind(listener, (void *)&address, size) || listen(listener, 1024) || getsockname(listener, (void *)&address, &size)) {
    perror("listen");
    return 1;
  }
  printf("%d\n", ntohs(address.sin_port));
  fflush(stdout);
  struct epoll_event event = { .events = EPOLLIN, .data.fd = listener }, events[256];
  epoll_ctl(poll, EPOLL_CTL_ADD, listener, &event);
  for (;;) {
    int ready = epoll_wait(poll, events, 256, -1);
    for (int at = 0; at < ready; at++) {
      int fd = events[at].data.fd;
      if (fd == listener) accept_all(listener, poll);
      else if (connections[fd]) serve(fd);
    }
  }
}
